package org.dcgan.console;

import java.time.Instant;
import org.dcgan.message.JobState.State;
import org.dcgan.message.TrainingJob;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * All that is known of a job.
 *
 * @param id the job
 * @param state what it is doing
 * @param cancelling whether somebody wished its end, and it has not ended yet
 * @param deleting true while it is being deleted with all it has made; absent otherwise
 * @param reason why it failed, was cancelled or waits again; absent otherwise
 * @param attempt how often a worker has taken it up
 * @param worker who has it; absent before the first
 * @param submittedAt when it was published; absent where the object store alone knows of it
 * @param at when the state was so; absent likewise
 * @param progress how far it has come
 * @param bytes that its objects take in the store; absent before they have been counted
 * @param job as accepted, every default filled in; absent where the message was no job
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
