package org.dcgan.message;

import java.time.Instant;
import java.util.Arrays;

/**
 * Where a job stands; topic {@code dcgan.job-states}, the newest of each job kept.
 *
 * @param jobId the job
 * @param state what it is doing
 * @param attempt how often a worker has taken it up, from 1; readers drop what an older attempt says
 * @param crashes how many workers in a row are known to have died over it without getting it any further [0]
 * @param epoch the epoch it is in, from 0
 * @param step iterations done
 * @param steps iterations in all
 * @param worker who has it; absent while nobody does
 * @param reason why it failed or was cancelled; absent otherwise
 * @param origin the message that is the job's, by where it lies in {@code dcgan.jobs}; absent until a worker has taken one up.
 *     Further messages of the same job are not run
 * @param at when this was so; may be absent
 */
public record JobState(
        String jobId,
        State state,
        int attempt,
        Integer crashes,
        int epoch,
        long step,
        long steps,
        String worker,
        String reason,
        String origin,
        Instant at) {
    public JobState {
        TrainingJob.requireName("jobId", jobId);
        crashes = crashes == null ? 0 : crashes;
        Field.requirePresent("state", state, "one of " + Arrays.toString(State.values()));
        Field.requireCount("attempt", attempt);
        Field.requireCount("crashes", crashes);
        Field.requireCount("epoch", epoch);
        Field.requireCount("step", step);
        Field.requireCount("steps", steps);
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
