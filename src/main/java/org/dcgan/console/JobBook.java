package org.dcgan.console;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.dcgan.message.JobState;
import org.dcgan.message.JobState.State;
import org.dcgan.message.LossRecorded;
import org.dcgan.message.QualityMeasured;
import org.dcgan.message.TrainingJob;

/** What is known of every job, and who follows which. */
@Singleton
final class JobBook {
    /** In the order in which they were first asked for. */
    private final Map<String, Run> runs = new LinkedHashMap<>();

    private final Set<String> cancelled = new HashSet<>();
    /** By job and epoch. They are no news of a job, which may be one that only the store knows. */
    private final Map<String, SortedMap<Integer, QualityMeasured>> qualities = new HashMap<>();

    private final Map<String, Set<EventStream>> followers = new HashMap<>();
    private EventId newest = EventId.NONE;

    synchronized void submitted(String path, TrainingJob job, Instant at) {
        Run run = run(job.id());
        if (run.isRefused()) { // so this makes it the newest
            runs.remove(job.id());
            runs.put(job.id(), run);
        }
        run.submitted(path, job, at);
        tellState(job.id());
    }

    synchronized void refused(String path, String jobId, String reason, Instant at) {
        run(jobId).refused(path, reason, at);
        tellState(jobId);
    }

    /** Somebody wishes the end of a job, which may not have been asked for yet. */
    synchronized void cancelled(String jobId) {
        cancelled.add(jobId);
        if (runs.containsKey(jobId)) {
            runs.get(jobId).cancelled();
            tellState(jobId);
        }
    }

    synchronized void noted(JobState state, long offset) {
        newest = newest.withState(offset);
        if (run(state.jobId()).noted(state, offset)) {
            tellState(state.jobId());
        }
    }

    synchronized void noted(LossRecorded loss, long offset) {
        newest = newest.withLoss(offset);
        Run run = run(loss.jobId());
        run.noted(loss, offset);
        followersOf(loss.jobId()).forEach(follower -> follower.loss(loss.jobId(), Loss.of(loss), run.position()));
    }

    synchronized void noted(QualityMeasured quality) {
        qualities.computeIfAbsent(quality.jobId(), id -> new TreeMap<>()).put(quality.epoch(), quality);
        followersOf(quality.jobId()).forEach(follower -> follower.quality(quality));
    }

    /** A job that the topics do not tell of any more. */
    synchronized void found(TrainingJob job, JobState state) {
        run(job.id()).found(job, state);
    }

    synchronized int size() {
        return runs.size();
    }

    /** Whether a job's losses lie in the object store, all of them. */
    synchronized boolean hasSucceeded(String jobId) {
        return runs.containsKey(jobId) && runs.get(jobId).hasSucceeded();
    }

    /** Whether a job is known. */
    synchronized boolean knows(String jobId) {
        return runs.containsKey(jobId);
    }

    /** A job that has its id for good; empty also where everything that asked for it was refused. */
    synchronized Optional<JobReport> accepted(String jobId) {
        return Optional.ofNullable(runs.get(jobId))
                .filter(run -> !run.isRefused())
                .map(Run::report);
    }

    synchronized Optional<JobReport> report(String jobId) {
        return Optional.ofNullable(runs.get(jobId)).map(Run::report);
    }

    /** The jobs in one of these states, the newest first; last those of which nobody knows when they were asked for. */
    synchronized List<JobReport> reports(Set<State> states) {
        List<JobReport> reports = new ArrayList<>(runs.values().stream()
                .filter(run -> states.contains(run.state()))
                .map(Run::report)
                .toList());
        Collections.reverse(reports);
        reports.sort(Comparator.comparing(report -> report.submittedAt() == null));
        return reports;
    }

    /** The losses that the topic tells of a job that has not succeeded, by step. */
    synchronized List<LossRecorded> losses(String jobId) {
        return runs.get(jobId).losses().stream().map(RecordedLoss::loss).toList();
    }

    /** The qualities that the topic tells of, by epoch. */
    synchronized List<QualityMeasured> qualities(String jobId) {
        return List.copyOf(qualities.getOrDefault(jobId, new TreeMap<>()).values());
    }

    /** How much there is of a job's events. */
    synchronized EventId position(String jobId) {
        return runs.get(jobId).position();
    }

    /**
     * Has a stream told all states and losses of a job that come after another event, and all its qualities, now and from now on.
     *
     * @return false for a job that has succeeded, whose losses are not here: it is told nothing
     */
    synchronized boolean follow(String jobId, EventId since, EventStream stream) {
        Run run = runs.get(jobId);
        if (run.hasSucceeded()) {
            return false;
        }
        EventId from = since.isBeyond(newest) ? EventId.NONE : since;
        EventId now = run.position();
        boolean ended = run.state().isTerminal();
        if (!ended) {
            stream.state(run.report(), now.withLoss(from.loss()));
        }
        run.losses().stream()
                .filter(recorded -> recorded.offset() > from.loss())
                .forEach(recorded ->
                        stream.loss(jobId, Loss.of(recorded.loss()), (ended ? from : now).withLoss(recorded.offset())));
        qualities(jobId).forEach(stream::quality);
        if (ended) {
            stream.state(run.report(), now);
        } else {
            followers.computeIfAbsent(jobId, id -> new HashSet<>()).add(stream);
        }
        return true;
    }

    /** Tells a stream nothing more. */
    synchronized void forget(String jobId, EventStream stream) {
        followers.computeIfPresent(jobId, (id, streams) -> {
            streams.remove(stream);
            return streams.isEmpty() ? null : streams;
        });
    }

    /** Keeps connections alive, and finds out which are not. */
    synchronized void beat() {
        followers.values().forEach(streams -> List.copyOf(streams).forEach(EventStream::beat));
    }

    private void tellState(String jobId) {
        Run run = runs.get(jobId);
        followersOf(jobId).forEach(follower -> follower.state(run.report(), run.position()));
    }

    private List<EventStream> followersOf(String jobId) {
        return List.copyOf(followers.getOrDefault(jobId, Set.of())); // one that is told the end leaves
    }

    private Run run(String jobId) {
        return runs.computeIfAbsent(jobId, id -> {
            Run run = new Run(id);
            if (cancelled.contains(id)) {
                run.cancelled();
            }
            return run;
        });
    }
}
