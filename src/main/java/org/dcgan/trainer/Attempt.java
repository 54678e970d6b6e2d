package org.dcgan.trainer;

import org.dcgan.message.JobState;
import org.dcgan.message.JobState.State;

/**
 * One worker's attempt at a job. The log of states decides who owns it: the first of the workers that publish an attempt with the
 * same number.
 *
 * @param jobId the job
 * @param number from 1
 * @param crashes earlier crashes in a row without progress of the job
 * @param worker the unique name of the worker
 * @param origin the message that the job was taken from
 * @param steps iterations of the whole run
 */
record Attempt(String jobId, int number, int crashes, String worker, String origin, long steps) {
    /** The state while it trains. A checkpoint resets the count of crashes. */
    JobState running(Position position, boolean afterCheckpoint) {
        return state(State.RUNNING, afterCheckpoint ? 0 : crashes, position, null);
    }

    /** The state at its end. */
    JobState ended(State state, Position position, String reason) {
        return state(state, 0, position, reason);
    }

    /** Whether a state belongs to this attempt. */
    boolean isOf(JobState state) {
        return state.attempt() == number && worker.equals(state.worker());
    }

    private JobState state(State state, int crashes, Position position, String reason) {
        return new JobState(
                jobId, state, number, crashes, position.epoch(), position.step(), steps, worker, reason, origin, null);
    }

    /**
     * How far a run has got.
     *
     * @param epoch the epoch it is in, from 0
     * @param step iterations done
     */
    record Position(int epoch, long step) {
        static final Position START = new Position(0, 0);
    }
}
