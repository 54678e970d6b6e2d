package org.dcgan.console;

import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dcgan.message.JobState;
import org.dcgan.message.JobState.State;
import org.dcgan.message.LossRecorded;
import org.dcgan.message.TrainingJob;
import org.dcgan.topic.Topic;

/**
 * Everything known about one job. Not thread-safe: {@link JobIndex} guards it.
 *
 * <p>The losses of a job that succeeded are in the object store, so they are not kept here.
 */
final class Run {
    private final String id;
    /** Submissions by their messages' paths, the first one first: several messages may have asked for a job with this id. */
    private final Map<String, TrainingJob> submissions = new LinkedHashMap<>();

    private final Set<String> refused = new HashSet<>();
    private RecordedLosses losses = new RecordedLosses();
    private int changes;
    private Instant submittedAt;
    private JobState refusal;
    private JobState state;
    private LossRecorded last;
    private boolean cancelling;
    private EventId position = EventId.NONE;

    Run(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }

    /** Changes whenever the report has changed by more than a loss. */
    int changes() {
        return changes;
    }

    /** Adds a message that asked for the job. */
    void submitted(String path, TrainingJob job, Instant at) {
        changes++;
        if (refused.contains(path)) {
            return; // the refusal was read first, from another topic
        }
        if (submissions.isEmpty()) {
            submittedAt = at;
        }
        submissions.put(path, job);
    }

    /** Adds the refusal of a message that asked for the job. */
    void refused(String path, String reason, Instant at) {
        changes++;
        submissions.remove(path);
        refused.add(path);
        refusal = new JobState(id, State.FAILED, 0, 0, 0, 0, 0, null, reason, null, at);
    }

    /** Sets a job that is known only from the object store. */
    void found(TrainingJob job, JobState asFound) {
        submissions.put("", job);
        state = asFound;
    }

    /** Adds a request to cancel it. */
    void cancelled() {
        changes++;
        cancelling = true;
    }

    /** Removes what a topic has said about it so far. */
    void purged(Topic topic) {
        changes++;
        switch (topic) {
            case JOBS -> {
                submissions.clear();
                submittedAt = null;
            }
            case DEAD_JOBS -> {
                refused.clear();
                refusal = null;
            }
            case CANCELLATIONS -> cancelling = false;
            case JOB_STATES -> state = null;
            case LOSSES -> {
                losses = new RecordedLosses();
                last = null;
            }
            case CRASHES, CHECKPOINTS, QUALITIES -> {}
        }
    }

    /** Whether nothing is known about it any more. */
    boolean isUnknown() {
        return submissions.isEmpty() && refused.isEmpty() && state == null && last == null;
    }

    /** Adds a published state; returns whether it changes anything. */
    boolean noted(JobState next, long offset) {
        JobState before = state;
        state = before == null ? next : before.then(next);
        position = position.withState(offset);
        if (hasSucceeded()) {
            losses = new RecordedLosses(); // existing readers keep the old object
        }
        if (state == before) {
            return false;
        }
        changes++;
        return true;
    }

    /** Adds a published loss. */
    void noted(LossRecorded loss, long offset) {
        position = position.withLoss(offset, loss.saveStep());
        if (last == null || loss.attempt() >= last.attempt()) {
            last = loss;
        }
        if (!hasSucceeded()) {
            losses.add(loss, offset);
        }
    }

    /** The position of its last known event. */
    EventId position() {
        return position;
    }

    /** Its losses; empty once it has succeeded. */
    RecordedLosses losses() {
        return losses;
    }

    State state() {
        return current().map(JobState::state).orElse(State.QUEUED);
    }

    boolean hasSucceeded() {
        return state() == State.SUCCEEDED;
    }

    /** Whether every message that asked for it was refused, so that its id is free. */
    boolean isRefused() {
        return state == null && submissions.isEmpty();
    }

    /** The job of the accepted message, else of the first one; empty if no message was valid. */
    Optional<TrainingJob> job() {
        return Optional.ofNullable(state)
                .map(JobState::origin)
                .map(submissions::get)
                .or(() -> submissions.values().stream().findFirst());
    }

    JobReport report() {
        return report(null, false);
    }

    /**
     * Makes the report.
     *
     * @param bytes size of its objects; null while unknown
     * @param deleting whether it is being deleted
     */
    JobReport report(Long bytes, boolean deleting) {
        Optional<JobState> now = current();
        return new JobReport(
                id,
                state(),
                cancelling && !state().isTerminal(),
                deleting ? true : null,
                now.map(JobState::reason).orElse(null),
                now.map(JobState::attempt).orElse(0),
                now.map(JobState::worker).orElse(null),
                submittedAt,
                now.map(JobState::at).orElse(submittedAt),
                progress(),
                bytes,
                job().orElse(null));
    }

    private Optional<JobState> current() {
        return Optional.ofNullable(isRefused() ? refusal : state);
    }

    private Progress progress() {
        Optional<LossRecorded> loss = Optional.ofNullable(last);
        Optional<LossRecorded> ofThisAttempt =
                loss.filter(recorded -> state == null || recorded.attempt() >= state.attempt());
        long steps = current().map(JobState::steps).orElse(0L);
        long step = Math.max(
                current().map(JobState::step).orElse(0L),
                ofThisAttempt.map(recorded -> recorded.step() + 1).orElse(0L));
        Optional<Double> speed =
                ofThisAttempt.filter(recorded -> state() == State.RUNNING).map(LossRecorded::imagesPerSecond);
        return new Progress(
                Math.max(
                        current().map(JobState::epoch).orElse(0),
                        ofThisAttempt.map(LossRecorded::epoch).orElse(0)),
                job().map(TrainingJob::epochs).orElse(null),
                step,
                steps,
                loss.map(LossRecorded::saveStep).orElse(null),
                speed.orElse(null),
                speed.flatMap(rate -> job().map(job -> Math.round((steps - step) * job.batchSize() / rate)))
                        .orElse(null),
                loss.map(LossRecorded::discriminatorLoss).orElse(null),
                loss.map(LossRecorded::generatorLoss).orElse(null),
                loss.map(LossRecorded::realScore).orElse(null),
                loss.map(LossRecorded::fakeScore).orElse(null));
    }
}
