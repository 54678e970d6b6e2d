package org.dcgan.message;

import java.time.Duration;
import java.time.Instant;

/**
 * The request to delete a run with all its objects and records; object {@code purges/ID.json}.
 *
 * @param jobId the run
 * @param by who requested it; may be absent
 * @param at when; may be absent
 * @param worker the process that deletes it; absent while none does
 * @param until when another process may take over; absent likewise
 */
public record PurgeRequested(String jobId, String by, Instant at, String worker, Instant until) {
    public PurgeRequested {
        TrainingJob.requireName("jobId", jobId);
    }

    /** This request, claimed by a process for some time from now. */
    public PurgeRequested claimed(String process, Instant now, Duration time) {
        return new PurgeRequested(jobId, by, at, process, now.plus(time));
    }

    /** Whether a process may delete the run. */
    public boolean isFreeFor(String process, Instant now) {
        return worker == null || worker.equals(process) || until == null || now.isAfter(until);
    }
}
