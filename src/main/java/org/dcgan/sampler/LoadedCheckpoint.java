package org.dcgan.sampler;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dcgan.checkpoint.Networks;
import org.dcgan.gan.Discriminator;
import org.dcgan.gan.Generator;
import org.dcgan.gan.Latents;
import org.dcgan.gan.Precision;
import org.dcgan.gan.Tensor;
import org.dcgan.message.CheckpointSaved;

/**
 * The networks of a checkpoint in native memory, for as long as anybody reads them.
 *
 * <p>Whoever loads it is its first reader. {@link #borrow} adds one, {@link #close} takes one away; the last closes the networks.
 */
final class LoadedCheckpoint implements AutoCloseable {
    private final CheckpointSaved saved;
    private final Generator generator;
    private final Discriminator discriminator;
    private final Optional<Generator> averaged;
    private final List<Runnable> closings = new ArrayList<>();
    private int readers = 1;

    LoadedCheckpoint(CheckpointSaved saved, Networks networks, Device device, Precision precision) {
        this.saved = saved;
        try {
            this.discriminator = new Discriminator(device, networks.discriminator());
            closings.add(discriminator::close);
            this.generator = load(networks.generator(), device, precision);
            this.averaged = networks.averaged().isEmpty()
                    ? Optional.empty()
                    : Optional.of(load(networks.averaged(), device, precision));
        } catch (RuntimeException e) {
            closings.forEach(Runnable::run);
            throw e;
        }
    }

    private Generator load(Map<String, Tensor> stateDict, Device device, Precision precision) {
        Generator loaded = new Generator(device, stateDict, precision);
        closings.add(loaded::close);
        return loaded;
    }

    CheckpointSaved saved() {
        return saved;
    }

    CheckpointName name() {
        return CheckpointName.of(saved);
    }

    Latents latents() {
        return new Latents(generator.latentSize());
    }

    Generator generator() {
        return generator;
    }

    /** The averaged generator; empty where the job keeps none. */
    Optional<Generator> averaged() {
        return averaged;
    }

    Discriminator discriminator() {
        return discriminator;
    }

    /** Adds a reader, who closes it. The caller is one already, or holds whoever is. */
    synchronized LoadedCheckpoint borrow() {
        if (readers == 0) {
            throw new IllegalStateException("checkpoint " + name() + " is closed");
        }
        readers++;
        return this;
    }

    @Override
    public synchronized void close() {
        readers--;
        if (readers == 0) {
            closings.forEach(Runnable::run);
        }
    }
}
