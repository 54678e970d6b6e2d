package org.dcgan.message;

import java.time.Instant;

/**
 * A wish that a job end; topic {@code dcgan.cancellations}. For a job that has ended it means nothing.
 *
 * @param jobId the job
 * @param by who wishes it; may be absent
 * @param at when; may be absent
 */
public record Cancellation(String jobId, String by, Instant at) {
    public Cancellation {
        TrainingJob.requireName("jobId", jobId);
    }
}
