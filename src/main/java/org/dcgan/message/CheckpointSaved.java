package org.dcgan.message;

import java.time.Instant;

/**
 * A complete checkpoint lies in the object store; topic {@code dcgan.checkpoints}, key jobId/epoch.
 *
 * @param jobId the job
 * @param epoch the epoch it was made after, from 0
 * @param step iterations done
 * @param manifest the object key of its manifest
 * @param sha256 of the manifest, in hexadecimal
 * @param at when it was complete
 */
public record CheckpointSaved(String jobId, int epoch, long step, String manifest, String sha256, Instant at) {
    public CheckpointSaved {
        TrainingJob.requireName("jobId", jobId);
        if (epoch < 0) {
            throw new InvalidMessageException("epoch", epoch, "a whole number from 0");
        }
        if (manifest == null) {
            throw new InvalidMessageException("manifest", null, "the key of an object");
        }
        if (sha256 == null) {
            throw new InvalidMessageException("sha256", null, "the SHA-256 of the manifest");
        }
    }

    /** Whether it was complete later than another: what replaces what as the latest. */
    public boolean isNewerThan(CheckpointSaved other) {
        return at != null && (other.at == null || at.isAfter(other.at));
    }
}
