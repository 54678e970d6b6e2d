package org.dcgan.sampler;

import ai.djl.Device;
import java.util.Optional;
import org.dcgan.checkpoint.Networks;
import org.dcgan.gan.Discriminator;
import org.dcgan.gan.Generator;
import org.dcgan.gan.Latents;
import org.dcgan.gan.NativeScope;
import org.dcgan.gan.Precision;
import org.dcgan.message.CheckpointName;
import org.dcgan.message.CheckpointSaved;

/**
 * The networks of a checkpoint in native memory, kept as long as they have readers.
 *
 * <p>The loading thread is the first reader. {@link #borrow} adds a reader, {@link #close} removes one; the last one closes the
 * networks.
 */
final class LoadedCheckpoint implements AutoCloseable {
    private final CheckpointSaved saved;
    private final Generator generator;
    private final Optional<Discriminator> discriminator;
    private final Optional<Generator> averaged;
    private final NativeScope memory = new NativeScope();
    private int readers = 1;

    LoadedCheckpoint(CheckpointSaved saved, Networks networks, Device device, Precision precision) {
        this.saved = saved;
        try {
            this.discriminator = networks.discriminator().isEmpty()
                    ? Optional.empty()
                    : Optional.of(memory.own(new Discriminator(device, networks.discriminator())));
            this.generator = memory.own(new Generator(device, networks.generator(), precision));
            this.averaged = networks.averaged().isEmpty()
                    ? Optional.empty()
                    : Optional.of(memory.own(new Generator(device, networks.averaged(), precision)));
        } catch (RuntimeException | Error e) {
            memory.close();
            throw e;
        }
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

    /** The averaged generator; empty if the job keeps none. */
    Optional<Generator> averaged() {
        return averaged;
    }

    /** The discriminator; empty if a generator was imported alone. */
    Optional<Discriminator> discriminator() {
        return discriminator;
    }

    /** Adds a reader, who must close it. Only call it while there is another reader. */
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
            memory.close();
        }
    }
}
