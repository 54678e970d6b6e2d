package org.dcgan.message;

import java.time.Instant;

/**
 * That a run be deleted, with all its objects and records; object {@code purges/ID.json}.
 *
 * @param jobId the run
 * @param by who asks for it; may be absent
 * @param at when; may be absent
 */
public record PurgeRequested(String jobId, String by, Instant at) {
    public PurgeRequested {
        TrainingJob.requireName("jobId", jobId);
    }
}
