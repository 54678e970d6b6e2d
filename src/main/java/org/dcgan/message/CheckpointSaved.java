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
 * @param at when it was complete; may be absent
 */
public record CheckpointSaved(String jobId, int epoch, long step, String manifest, String sha256, Instant at) {
    public CheckpointSaved {
        TrainingJob.requireName("jobId", jobId);
        Field.requireCount("epoch", epoch);
        Field.requireCount("step", step);
        Field.requirePresent("manifest", manifest, "the key of an object");
        Field.requirePresent("sha256", sha256, "the SHA-256 of the manifest");
    }

    /** Whether it was complete later than another: what replaces what as the latest. */
    public boolean isNewerThan(CheckpointSaved other) {
        return at != null && (other.at == null || at.isAfter(other.at));
    }
}
