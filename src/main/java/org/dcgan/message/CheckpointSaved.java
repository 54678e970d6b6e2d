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
        if (jobId == null) {
            throw new InvalidMessageException("jobId", null, "the id of a job");
        }
    }
}
