package org.dcgan.console;

import java.time.Instant;
import org.dcgan.message.JobState.State;
import org.dcgan.message.TrainingJob;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Everything known about a job.
 *
 * @param id the job
 * @param state its state
 * @param cancelling whether its cancellation was requested and it has not ended yet
 * @param deleting true while it is being deleted with its results; absent otherwise
 * @param reason why it failed, was cancelled or waits again; absent otherwise
 * @param attempt number of the current or last attempt
 * @param worker name of the worker; absent before the first attempt
 * @param submittedAt when it was published; absent if only the object store knows it
 * @param at time of the state; absent likewise
 * @param progress how far it has got
 * @param bytes size of its objects in the store; absent before they have been counted
 * @param job as accepted, with all defaults; absent if the message was invalid
 */
@Schema(name = "Job")
public record JobReport(
        String id,
        State state,
        boolean cancelling,
        Boolean deleting,
        String reason,
        int attempt,
        String worker,
        Instant submittedAt,
        Instant at,
        Progress progress,
        Long bytes,
        TrainingJob job) {}
