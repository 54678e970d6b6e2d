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
 * What is known of a job: the newest of each kind of word. What comes late or again changes nothing.
 *
 * @param id its name
 * @param lastState absent before a trainer has spoken of it
 * @param lastLoss absent before the first
 * @param lastCheckpoint absent before the first
 * @param lastQuality of the newest epoch that was judged; absent before the first
 * @param heardOf when it was last heard of
 */
record Job(
        String id,
        Optional<JobState> lastState,
        Optional<LossRecorded> lastLoss,
        Optional<CheckpointSaved> lastCheckpoint,
        Optional<QualityMeasured> lastQuality,
        Instant heardOf) {

    /** A job of which nothing but its name is known. */
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

    /** It prolongs nothing: a judge that starts says again what it said of all jobs ever. */
    Job with(QualityMeasured quality) {
        boolean isLate = lastQuality.isPresent() && lastQuality.get().epoch() > quality.epoch();
        return isLate ? this : new Job(id, lastState, lastLoss, lastCheckpoint, Optional.of(quality), heardOf);
    }

    /** The same before the first loss. */
    Job withoutLoss() {
        return new Job(id, lastState, Optional.empty(), lastCheckpoint, lastQuality, heardOf);
    }

    /** The same without a checkpoint that was deleted. */
    Job withoutCheckpoint(CheckpointName name) {
        Optional<CheckpointSaved> rest = lastCheckpoint.filter(saved -> saved.epoch() != name.epoch());
        return new Job(id, lastState, lastLoss, rest, lastQuality, heardOf);
    }

    /** The same without the quality of a checkpoint. */
    Job withoutQuality(CheckpointName name) {
        Optional<QualityMeasured> rest = lastQuality.filter(quality -> quality.epoch() != name.epoch());
        return new Job(id, lastState, lastLoss, lastCheckpoint, rest, heardOf);
    }

    /** Whether a loss is of a later attempt than the last one, or of a later step of the same. */
    boolean isNews(LossRecorded loss) {
        return lastLoss.isEmpty()
                || loss.attempt() > lastLoss.get().attempt()
                || loss.attempt() == lastLoss.get().attempt()
                        && loss.step() > lastLoss.get().step();
    }

    /** Where it stands; one of which no trainer has spoken waits. */
    State state() {
        return lastState.map(JobState::state).orElse(State.QUEUED);
    }

    boolean hasEnded() {
        return state().isTerminal();
    }

    /** Whether a trainer has ever had it, and has it still or had it last after this time. */
    boolean isLively(Instant since) {
        boolean wasTaken = lastLoss.isPresent()
                || lastState.filter(state -> state.attempt() > 0).isPresent();
        boolean goesOn = lastState.isPresent() && !hasEnded();
        return wasTaken && (goesOn || heardOf.isAfter(since));
    }
}
