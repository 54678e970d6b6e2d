package org.dcgan.trainer;

import org.dcgan.message.JobState;
import org.dcgan.message.JobState.State;

/**
 * One worker's attempt at a job. The log of states decides whose it is: of the workers that publish an attempt of the same number,
 * the first has it.
 *
 * @param jobId the job
 * @param number from 1
 * @param crashes of workers before it, in a row, that did not get the job any further
 * @param worker the name of the worker, unlike any other's
 * @param origin the message that the job was taken from
 * @param steps iterations of the whole run
 */
record Attempt(String jobId, int number, int crashes, String worker, String origin, long steps) {
    /** That it trains. A checkpoint ends the count of crashes. */
    JobState running(Position position, boolean afterCheckpoint) {
        return state(State.RUNNING, afterCheckpoint ? 0 : crashes, position, null);
    }

    /** How it ended. */
    JobState ended(State state, Position position, String reason) {
        return state(state, 0, position, reason);
    }

    /** Whether this is the attempt that a state tells of. */
    boolean isOf(JobState state) {
        return state.attempt() == number && worker.equals(state.worker());
    }

    private JobState state(State state, int crashes, Position position, String reason) {
        return new JobState(
                jobId, state, number, crashes, position.epoch(), position.step(), steps, worker, reason, origin, null);
    }

    /**
     * How far a run has come.
     *
     * @param epoch the epoch it is in, from 0
     * @param step iterations done
     */
    record Position(int epoch, long step) {
        static final Position START = new Position(0, 0);
    }
}
