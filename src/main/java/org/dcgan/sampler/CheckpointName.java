package org.dcgan.sampler;

import org.dcgan.message.CheckpointSaved;
import org.dcgan.message.InvalidMessageException;

/**
 * Which checkpoint: the one of a job after an epoch.
 *
 * @param jobId the job
 * @param epoch from 0
 */
record CheckpointName(String jobId, Integer epoch) {
    CheckpointName {
        if (jobId == null || !jobId.matches("[a-z0-9_-]{1,64}")) {
            throw new InvalidMessageException("jobId", jobId, "1 to 64 of a–z, 0–9, - and _");
        }
        if (epoch == null || epoch < 0) {
            throw new InvalidMessageException("epoch", epoch, "a whole number from 0");
        }
    }

    static CheckpointName of(CheckpointSaved saved) {
        return new CheckpointName(saved.jobId(), saved.epoch());
    }

    /** As in the header {@code Checkpoint}. */
    @Override
    public String toString() {
        return jobId + "/" + epoch;
    }
}
