package org.dcgan.message;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a job is doing; topic {@code dcgan.job-states}, which keeps the newest of each job. The annotations say what a field means and
 * allows.
 */
public record JobState(
        @Schema(required = true, pattern = Limits.NAME, description = "the job")
        String jobId,

        @Schema(required = true, description = "what the job is doing")
        State state,

        @Schema(
                minimum = "0",
                description =
                        "how often a worker has taken the job up, from 1; readers ignore the states of an older attempt")
        int attempt,

        @Schema(
                minimum = "0",
                description =
                        "how many workers in a row are known to have died during the job without getting it any further; 0 if absent")
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
                        "the position in dcgan.jobs of the message that the job came with; absent until a worker has taken it up. Further messages of the same job are not run")
        String origin,

        @Schema(description = "when this was so") Instant at) {
    public JobState {
        crashes = crashes == null ? 0 : crashes;
        Limits.check(JobState.class, jobId, state, attempt, crashes, epoch, step, steps, worker, reason, origin, at);
    }

    /** The same, for the message that has taken the job. */
    public JobState claimedBy(String message) {
        return new JobState(jobId, state, attempt, crashes, epoch, step, steps, worker, reason, message, at);
    }

    /** The same, at another time. */
    public JobState at(Instant time) {
        return new JobState(jobId, state, attempt, crashes, epoch, step, steps, worker, reason, origin, time);
    }

    /**
     * What is known once another state has come. What an older attempt says no longer counts, nor anything after the end. Of the
     * messages that claim a job the first has it; it may go on as a copy of itself. Of the workers that begin an attempt of the
     * same number the first has it.
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

    /** What a job is doing. */
    public enum State {
        /** Accepted, not yet taken up, or given back by a worker that stopped. */
        QUEUED,
        /** In training. */
        RUNNING,
        /** Done, every object in place. */
        SUCCEEDED,
        /** Ended by an error that trying again would not mend. */
        FAILED,
        /** Ended on request. */
        CANCELLED;

        /** Whether the job has ended, for good. */
        public boolean isTerminal() {
            return switch (this) {
                case QUEUED, RUNNING -> false;
                case SUCCEEDED, FAILED, CANCELLED -> true;
            };
        }
    }
}
