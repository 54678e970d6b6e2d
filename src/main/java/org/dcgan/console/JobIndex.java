package org.dcgan.console;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
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
import org.dcgan.message.CheckpointName;
import org.dcgan.message.JobState;
import org.dcgan.message.JobState.State;
import org.dcgan.message.LossRecorded;
import org.dcgan.message.QualityMeasured;
import org.dcgan.message.TrainingJob;
import org.dcgan.topic.Topic;

/** Everything known about every job, and the followers of each. */
@Singleton
final class JobIndex {
    /** In the order of their first submission. */
    private final Map<String, Run> runs = new LinkedHashMap<>();

    private final Set<String> cancelled = new HashSet<>();
    /** By job and epoch. They add no job to the index: the job may be known to the store only. */
    private final Map<String, SortedMap<Integer, JudgedEpoch>> qualities = new HashMap<>();

    private final Map<String, Set<Follower>> followers = new HashMap<>();
    /** By job: the position from which records of its states count. */
    private final Map<String, Long> purgedStates = new HashMap<>();

    /** The jobs that are being deleted. */
    private Set<String> leaving = Set.of();

    private Map<String, Long> bytes;
    /** The objects of a job have changed. */
    synchronized void changed(String jobId) {
        changed.add(jobId);
    }

    /** The jobs whose objects may have changed since they were last counted. */
    private final Set<String> changed = new HashSet<>();

    private long judgements;
    private EventId newest = EventId.NONE;

    synchronized void submitted(String path, TrainingJob job, Instant at) {
        Run run = run(job.id());
        if (run.isRefused()) { // so this submission makes it the newest
            runs.remove(job.id());
            runs.put(job.id(), run);
        }
        run.submitted(path, job, at);
        wakeFollowers(job.id());
    }

    synchronized void refused(String path, String jobId, String reason, Instant at) {
        run(jobId).refused(path, reason, at);
        wakeFollowers(jobId);
    }

    /** Adds a request to cancel a job, which may not have been submitted yet. */
    synchronized void cancelled(String jobId) {
        cancelled.add(jobId);
        if (runs.containsKey(jobId)) {
            runs.get(jobId).cancelled();
            wakeFollowers(jobId);
        }
    }

    synchronized void noted(JobState state, long offset) {
        newest = newest.withState(offset);
        if (offset < purgedStates.getOrDefault(state.jobId(), 0L)) {
            return; // an end that was added later than it was read
        }
        changed.add(state.jobId());
        if (run(state.jobId()).noted(state, offset)) {
            wakeFollowers(state.jobId());
        }
    }

    synchronized void noted(LossRecorded loss, long offset) {
        newest = newest.withLoss(offset, loss.saveStep());
        changed.add(loss.jobId());
        run(loss.jobId()).noted(loss, offset);
        wakeFollowers(loss.jobId());
    }

    synchronized void noted(QualityMeasured quality) {
        judgements++;
        changed.add(quality.jobId());
        qualities
                .computeIfAbsent(quality.jobId(), id -> new TreeMap<>())
                .put(quality.epoch(), new JudgedEpoch(judgements, quality));
        wakeFollowers(quality.jobId());
    }

    /** Removes what a topic said about a job before a record. */
    synchronized void purged(Topic topic, String jobId, long offset) {
        switch (topic) {
            case CANCELLATIONS -> cancelled.remove(jobId);
            case JOB_STATES -> purgedStates.put(jobId, offset);
            case JOBS, DEAD_JOBS, CRASHES, LOSSES, CHECKPOINTS, QUALITIES -> {}
        }
        Run run = runs.get(jobId);
        if (run == null) {
            return;
        }
        run.purged(topic);
        if (run.isUnknown()) {
            runs.remove(jobId);
            if (bytes != null) {
                bytes.remove(jobId);
            }
        }
        wakeFollowers(jobId);
    }

    /** Removes the quality of a checkpoint. */
    synchronized void purgedQuality(CheckpointName name) {
        SortedMap<Integer, JudgedEpoch> judged = qualities.get(name.jobId());
        if (judged != null) {
            judged.remove(name.epoch());
            if (judged.isEmpty()) {
                qualities.remove(name.jobId());
            }
        }
    }

    /** Replaces the set of jobs that are being deleted. */
    synchronized void leaving(Set<String> jobs) {
        leaving = Set.copyOf(jobs);
    }

    /** Adds a job that is being deleted. */
    synchronized void leaving(String jobId) {
        Set<String> more = new HashSet<>(leaving);
        more.add(jobId);
        leaving = more;
    }

    /** Sets the bytes of each job's objects. */
    synchronized void stored(Map<String, Long> bytesOfAll) {
        bytes = new HashMap<>(bytesOfAll);
    }

    /** Sets the bytes of a job's objects. */
    synchronized void stored(String jobId, long bytesOfOne) {
        if (bytesOfOne == 0) {
            bytes.remove(jobId);
        } else {
            bytes.put(jobId, bytesOfOne);
        }
    }

    /** The bytes of all jobs' objects; empty before they have been counted. */
    synchronized Optional<Long> bytes() {
        return Optional.ofNullable(bytes)
                .map(all -> all.values().stream().mapToLong(Long::longValue).sum());
    }

    /** The jobs whose objects may have changed since this was last called. */
    synchronized Set<String> takeChanged() {
        Set<String> taken = Set.copyOf(changed);
        changed.clear();
        return taken;
    }

    /** Adds a job that is no longer in the topics. */
    synchronized void found(TrainingJob job, JobState state) {
        run(job.id()).found(job, state);
    }

    synchronized int size() {
        return runs.size();
    }

    /** Whether all losses of a job are in the object store. */
    synchronized boolean hasSucceeded(String jobId) {
        return runs.containsKey(jobId) && runs.get(jobId).hasSucceeded();
    }

    /** Whether a job is known. */
    synchronized boolean knows(String jobId) {
        return runs.containsKey(jobId);
    }

    /** The accepted job with an id; empty also if every submission of it was refused. */
    synchronized Optional<JobReport> accepted(String jobId) {
        return Optional.ofNullable(runs.get(jobId))
                .filter(run -> !run.isRefused())
                .map(this::report);
    }

    synchronized Optional<JobReport> report(String jobId) {
        return Optional.ofNullable(runs.get(jobId)).map(this::report);
    }

    private JobReport report(Run run) {
        return run.report(bytes == null ? null : bytes.getOrDefault(run.id(), 0L), leaving.contains(run.id()));
    }

    /** The jobs in one of these states, newest first; those with an unknown submission time come last. */
    synchronized List<JobReport> reports(Set<State> states) {
        List<JobReport> reports = new ArrayList<>(runs.values().stream()
                .filter(run -> states.contains(run.state()))
                .map(this::report)
                .toList());
        Collections.reverse(reports);
        reports.sort(Comparator.comparing(report -> report.submittedAt() == null));
        return reports;
    }

    /** The losses from the topic of a job that has not succeeded, by step. */
    synchronized List<Loss> losses(String jobId) {
        return runs.get(jobId).losses().bySteps();
    }

    /** The qualities of a job from the topic, by epoch. */
    synchronized List<QualityMeasured> qualities(String jobId) {
        return judged(jobId).stream().map(JudgedEpoch::quality).toList();
    }

    /** The qualities of all jobs from the topic. */
    synchronized List<QualityMeasured> qualities() {
        return qualities.values().stream()
                .flatMap(judged -> judged.values().stream())
                .map(JudgedEpoch::quality)
                .toList();
    }

    private Collection<JudgedEpoch> judged(String jobId) {
        return qualities.getOrDefault(jobId, Collections.emptySortedMap()).values();
    }

    /** The position after a job's last event. */
    synchronized EventId position(String jobId) {
        return runs.get(jobId).position();
    }

    /**
     * Follows the states and losses of a job after a given event, and all its qualities, past and future.
     *
     * @param wake called when there may be more; must not block
     * @return empty for a job that has succeeded, because its losses are in the store
     */
    synchronized Optional<EventSource> follow(String jobId, EventId since, Runnable wake) {
        Run run = runs.get(jobId);
        if (run.hasSucceeded()) {
            return Optional.empty();
        }
        Follower follower = new Follower(run, since.isBeyond(newest) ? EventId.NONE : since, wake);
        followers.computeIfAbsent(jobId, id -> new HashSet<>()).add(follower);
        return Optional.of(new FollowedEvents(this, follower));
    }

    synchronized List<Event> next(Follower follower) {
        return follower.next(judged(follower.jobId()));
    }

    /** Removes a follower. */
    synchronized void forget(Follower follower) {
        followers.computeIfPresent(follower.jobId(), (id, others) -> {
            others.remove(follower);
            return others.isEmpty() ? null : others;
        });
    }

    private void wakeFollowers(String jobId) {
        followers.getOrDefault(jobId, Set.of()).forEach(Follower::wake);
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
