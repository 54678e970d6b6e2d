package org.dcgan.message;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The state of a job; topic {@code dcgan.job-states}, which keeps the newest one per job. The annotations say what a field means and
 * allows.
 */
public record JobState(
        @Schema(required = true, pattern = Limits.NAME, description = "the job")
        String jobId,

        @Schema(required = true, description = "what the job is doing")
        State state,

        @Schema(minimum = "0", description = "number of the attempt, from 1; readers ignore states of an older attempt")
        int attempt,

        @Schema(minimum = "0", description = "number of crashes in a row without progress; 0 if absent")
        Integer crashes,

        @Schema(minimum = "0", description = "the epoch that the job is in, from 0")
        int epoch,

        @Schema(minimum = "0", description = "iterations done")
        long step,

        @Schema(minimum = "0", description = "iterations in all")
        long steps,

        @Schema(description = "the worker that has the job; absent while none does")
        String worker,

        @Schema(description = "why the job failed or was cancelled; absent otherwise")
        String reason,

        @Schema(
                description =
                        "the position in dcgan.jobs of the message that the job runs for; absent before its first attempt. Further messages of the same job are ignored")
        String origin,

        @Schema(description = "when this was so") Instant at) {
    public JobState {
        crashes = crashes == null ? 0 : crashes;
        Limits.check(JobState.class, jobId, state, attempt, crashes, epoch, step, steps, worker, reason, origin, at);
    }

    /** This state, with the message that has claimed the job. */
    public JobState claimedBy(String message) {
        return new JobState(jobId, state, attempt, crashes, epoch, step, steps, worker, reason, message, at);
    }

    /** This state, at another time. */
    public JobState at(Instant time) {
        return new JobState(jobId, state, attempt, crashes, epoch, step, steps, worker, reason, origin, time);
    }

    /**
     * The state after another one has been read. States of an older attempt are ignored, and all states after the end. The first
     * message that claims a job gets it, and may be replaced by a copy of itself. The first worker that begins an attempt with a
     * number gets it.
     */
    public JobState then(JobState next) {
        boolean isLate = state.isTerminal() || next.attempt < attempt;
        boolean isOthers = next.attempt == attempt
                && origin != null
                && !origin.equals(next.origin)
                && (next.origin == null || !MessagePath.isCopy(next.origin, origin));
        boolean isAnotherWorkers =
                next.attempt == attempt && worker != null && next.worker != null && !worker.equals(next.worker);
        return isLate || isOthers || isAnotherWorkers ? this : next;
    }

    /** The state of a job. */
    public enum State {
        /** Accepted and waiting for a worker, also after a worker has stopped and released it. */
        QUEUED,
        /** In training. */
        RUNNING,
        /** Completed; all objects are stored. */
        SUCCEEDED,
        /** Ended by an error that a retry would not fix. */
        FAILED,
        /** Ended on request. */
        CANCELLED;

        /** Whether the job has ended. */
        public boolean isTerminal() {
            return switch (this) {
                case QUEUED, RUNNING -> false;
                case SUCCEEDED, FAILED, CANCELLED -> true;
            };
        }
    }
}
