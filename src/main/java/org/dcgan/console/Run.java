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
 * What is known of one job. It is not for several threads: {@link JobIndex} guards it.
 *
 * <p>The losses of a job that succeeded lie in the object store, so they are not kept here.
 */
final class Run {
    private final String id;
    /** By their messages' paths, the first one first: others may have asked for a job of this id too. */
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

    /** Another number than before: its report has changed, not by a loss alone. */
    int changes() {
        return changes;
    }

    /** A message asked for it. */
    void submitted(String path, TrainingJob job, Instant at) {
        changes++;
        if (refused.contains(path)) {
            return; // the refusal, in another topic, was read first
        }
        if (submissions.isEmpty()) {
            submittedAt = at;
        }
        submissions.put(path, job);
    }

    /** A message that asked for this job lies among the dead ones. */
    void refused(String path, String reason, Instant at) {
        changes++;
        submissions.remove(path);
        refused.add(path);
        refusal = new JobState(id, State.FAILED, 0, 0, 0, 0, 0, null, reason, null, at);
    }

    /** The object store alone tells of it. */
    void found(TrainingJob job, JobState asFound) {
        submissions.put("", job);
        state = asFound;
    }

    /** Somebody wishes its end. */
    void cancelled() {
        changes++;
        cancelling = true;
    }

    /** What a topic has told of it so far counts no more. */
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

    /** Whether nothing is known of it any more. */
    boolean isUnknown() {
        return submissions.isEmpty() && refused.isEmpty() && state == null && last == null;
    }

    /** A state was published; tells whether it says anything new. */
    boolean noted(JobState next, long offset) {
        JobState before = state;
        state = before == null ? next : before.then(next);
        position = position.withState(offset);
        if (hasSucceeded()) {
            losses = new RecordedLosses(); // readers of the others keep those
        }
        if (state == before) {
            return false;
        }
        changes++;
        return true;
    }

    /** A loss was published. */
    void noted(LossRecorded loss, long offset) {
        position = position.withLoss(offset, loss.saveStep());
        if (last == null || loss.attempt() >= last.attempt()) {
            last = loss;
        }
        if (!hasSucceeded()) {
            losses.add(loss, offset);
        }
    }

    /** The last of its events that is known. */
    EventId position() {
        return position;
    }

    /** Its losses; none once it has succeeded. */
    RecordedLosses losses() {
        return losses;
    }

    State state() {
        return current().map(JobState::state).orElse(State.QUEUED);
    }

    boolean hasSucceeded() {
        return state() == State.SUCCEEDED;
    }

    /** Every message that asked for it was refused: its id is free. */
    boolean isRefused() {
        return state == null && submissions.isEmpty();
    }

    /** The job, by the message that was taken up, or else by the first; empty where no message was one. */
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
     * What is known of it.
     *
     * @param bytes that its objects take; null while that is not known
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
