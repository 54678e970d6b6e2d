package org.dcgan.sampler;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.dcgan.checkpoint.Checkpoints;
import org.dcgan.checkpoint.DamagedCheckpointException;
import org.dcgan.device.ComputeDevice;
import org.dcgan.gan.PyTorch;
import org.dcgan.message.CheckpointName;
import org.dcgan.message.CheckpointSaved;
import org.dcgan.problem.ProblemException;

/** Loads checkpoints from the store into memory. */
@Singleton
final class Loader {
    private final Checkpoints checkpoints;
    private final SamplerConfig config;
    private final ComputeDevice device;

    @Inject
    Loader(Checkpoints checkpoints, SamplerConfig config, ComputeDevice device) {
        this.checkpoints = checkpoints;
        this.config = config;
        this.device = device;
    }

    /**
     * Loads a checkpoint as it was announced.
     *
     * @throws DamagedCheckpointException if an object of it is missing or damaged
     * @throws IllegalArgumentException if it is undamaged but not of these networks
     */
    LoadedCheckpoint load(CheckpointSaved saved) {
        LoadedCheckpoint loaded =
                new LoadedCheckpoint(saved, checkpoints.networks(saved), device.get(), config.precision());
        PyTorch.giveBackMemory(); // also of the replaced checkpoint
        return loaded;
    }

    /**
     * Loads a checkpoint that a request names.
     *
     * @throws ProblemException if there is no checkpoint of this name, or it is damaged
     */
    LoadedCheckpoint load(CheckpointName name) {
        try {
            return load(checkpoints
                    .find(name.jobId(), name.epoch())
                    .orElseThrow(() -> ProblemException.notFound("there is no checkpoint " + name)));
        } catch (DamagedCheckpointException | IllegalArgumentException e) {
            if (!checkpoints.exists(name.jobId(), name.epoch())) { // deleted meanwhile
                throw ProblemException.notFound("there is no checkpoint " + name);
            }
            throw ProblemException.conflict("checkpoint " + name + " cannot be used: " + e.getMessage());
        }
    }
}
