package org.dcgan.message;

import java.time.Instant;

/**
 * Where a job stands; topic {@code dcgan.job-states}, the newest of each job kept.
 *
 * @param jobId the job
 * @param state what it is doing
 * @param attempt how often a worker has taken it up, from 1; readers drop what an older attempt says
 * @param crashes how many attempts in a row have ended without a word and without a checkpoint
 * @param epoch the epoch it is in, from 0
 * @param step iterations done
 * @param steps iterations in all
 * @param worker who has it
 * @param reason why it failed or was cancelled; absent otherwise
 * @param at when this was so
 */
public record JobState(
        String jobId,
        State state,
        int attempt,
        int crashes,
        int epoch,
        long step,
        long steps,
        String worker,
        String reason,
        Instant at) {
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
