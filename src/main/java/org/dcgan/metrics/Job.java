package org.dcgan.metrics;

import java.time.Instant;
import java.util.Optional;
import org.dcgan.message.CheckpointName;
import org.dcgan.message.CheckpointSaved;
import org.dcgan.message.JobState;
import org.dcgan.message.JobState.State;
import org.dcgan.message.LossRecorded;
import org.dcgan.message.QualityMeasured;

/**
 * Everything known about a job: the newest message of each type. Late and repeated messages change nothing.
 *
 * @param id the job's id
 * @param lastState absent before a trainer has published one
 * @param lastLoss absent before the first
 * @param lastCheckpoint absent before the first
 * @param lastQuality of the newest epoch that was judged; absent before the first
 * @param lastMessageAt time of its last message
 */
record Job(
        String id,
        Optional<JobState> lastState,
        Optional<LossRecorded> lastLoss,
        Optional<CheckpointSaved> lastCheckpoint,
        Optional<QualityMeasured> lastQuality,
        Instant lastMessageAt) {

    /** A job of which only the id is known. */
    static Job named(String id) {
        return new Job(id, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Instant.MIN);
    }

    Job with(JobState state, Instant at) {
        JobState newest = lastState.map(last -> last.then(state)).orElse(state);
        return newest == state ? new Job(id, Optional.of(state), lastLoss, lastCheckpoint, lastQuality, at) : this;
    }

    Job with(LossRecorded loss, Instant at) {
        return isNews(loss) ? new Job(id, lastState, Optional.of(loss), lastCheckpoint, lastQuality, at) : this;
    }

    Job with(CheckpointSaved checkpoint, Instant at) {
        boolean isLate = lastCheckpoint.isPresent() && lastCheckpoint.get().step() >= checkpoint.step();
        return isLate ? this : new Job(id, lastState, lastLoss, Optional.of(checkpoint), lastQuality, at);
    }

    /** Does not update the time of the last message, because a judge that starts publishes the qualities of all jobs again. */
    Job with(QualityMeasured quality) {
        boolean isLate = lastQuality.isPresent() && lastQuality.get().epoch() > quality.epoch();
        return isLate ? this : new Job(id, lastState, lastLoss, lastCheckpoint, Optional.of(quality), lastMessageAt);
    }

    /** This job before its first loss. */
    Job withoutLoss() {
        return new Job(id, lastState, Optional.empty(), lastCheckpoint, lastQuality, lastMessageAt);
    }

    /** This job without a deleted checkpoint. */
    Job withoutCheckpoint(CheckpointName name) {
        Optional<CheckpointSaved> rest = lastCheckpoint.filter(saved -> saved.epoch() != name.epoch());
        return new Job(id, lastState, lastLoss, rest, lastQuality, lastMessageAt);
    }

    /** This job without the quality of a checkpoint. */
    Job withoutQuality(CheckpointName name) {
        Optional<QualityMeasured> rest = lastQuality.filter(quality -> quality.epoch() != name.epoch());
        return new Job(id, lastState, lastLoss, lastCheckpoint, rest, lastMessageAt);
    }

    /** Whether a loss is of a later attempt than the last one, or of a later step of the same. */
    boolean isNews(LossRecorded loss) {
        return lastLoss.isEmpty()
                || loss.attempt() > lastLoss.get().attempt()
                || loss.attempt() == lastLoss.get().attempt()
                        && loss.step() > lastLoss.get().step();
    }

    /** Its state; queued before a trainer has published one. */
    State state() {
        return lastState.map(JobState::state).orElse(State.QUEUED);
    }

    boolean hasEnded() {
        return state().isTerminal();
    }

    /** Whether a trainer has ever had it, and it is still running or had its last message after this time. */
    boolean isShownSince(Instant since) {
        boolean wasTaken = lastLoss.isPresent()
                || lastState.filter(state -> state.attempt() > 0).isPresent();
        boolean goesOn = lastState.isPresent() && !hasEnded();
        return wasTaken && (goesOn || lastMessageAt.isAfter(since));
    }
}
