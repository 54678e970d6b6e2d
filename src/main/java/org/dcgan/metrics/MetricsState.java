package org.dcgan.metrics;

import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.dcgan.message.JobState.State;

/** What the metrics show: everything read from the topics so far. */
@Singleton
final class MetricsState {
    private final MetricsConfig config;
    private final Clock clock;
    private final Map<String, Job> jobs = new LinkedHashMap<>();
    /** The job that each message of the queue asks for. */
    private final Map<String, String> asked = new HashMap<>();

    private final Set<String> refused = new HashSet<>();
    private final Set<String> checkpoints = new HashSet<>();

    @Inject
    MetricsState(MetricsConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    /**
     * The metrics at one moment.
     *
     * @param lively the jobs that have series of their own, newest first
     * @param overflow how many more there are
     * @param states how many jobs there are in each state
     * @param queueDepth how many jobs have been asked for and have not ended
     * @param refused messages that were no job
     * @param checkpoints complete ones, of all jobs ever
     */
    record View(
            List<Job> lively, int overflow, Map<State, Long> states, long queueDepth, int refused, int checkpoints) {}

    /** Adds a message of the queue. The origin of an unreadable message stands for its job. */
    synchronized void addRequest(String origin, String jobId) {
        asked.put(origin, jobId);
    }

    /** Adds a message that was refused. */
    synchronized void addRefused(String origin) {
        refused.add(origin);
    }

    /** Changes what is known of a job. Returns false if nothing changed. */
    synchronized boolean update(String jobId, UnaryOperator<Job> change) {
        Job known = jobs.getOrDefault(jobId, Job.named(jobId));
        Job next = change.apply(known);
        jobs.put(jobId, next);
        return next != known;
    }

    /** Changes what is known of a job, if anything is. */
    synchronized void updateIfKnown(String jobId, UnaryOperator<Job> change) {
        jobs.computeIfPresent(jobId, (id, known) -> change.apply(known));
    }

    /** Removes the messages that have asked for a job so far. */
    synchronized void removeRequests(String jobId) {
        asked.values().removeIf(jobId::equals);
    }

    /** Removes a job whose records were deleted. */
    synchronized void removeJob(String jobId) {
        jobs.remove(jobId);
    }

    /** Adds a checkpoint, by the key of its record in {@code dcgan.checkpoints}. */
    synchronized void addCheckpoint(String checkpoint) {
        checkpoints.add(checkpoint);
    }

    synchronized View view() {
        List<Job> lively = lively(clock.instant().minus(config.keep()));
        int shown = Math.min(lively.size(), config.maxJobs());
        Set<String> waiting = unfinished();
        return new View(
                lively.subList(0, shown),
                lively.size() - shown,
                states(waiting),
                waiting.size(),
                refused.size(),
                checkpoints.size());
    }

    /** Those that train come first, then the newest: which ones are shown must not change from one scrape to the next. */
    private List<Job> lively(Instant since) {
        return jobs.values().stream().filter(job -> job.isLively(since)).collect(collectingAndThen(toList(), found -> {
            List<Job> newestFirst = new ArrayList<>(found);
            Collections.reverse(newestFirst);
            newestFirst.sort(Comparator.comparing(job -> job.state() != State.RUNNING));
            return newestFirst;
        }));
    }

    /** Jobs that somebody asked for and that have not ended. */
    private Set<String> unfinished() {
        Set<String> unfinished = new HashSet<>();
        asked.forEach((origin, jobId) -> {
            boolean isDone = refused.contains(origin)
                    || jobs.containsKey(jobId) && jobs.get(jobId).hasEnded();
            if (!isDone) {
                unfinished.add(jobId);
            }
        });
        return unfinished;
    }

    private Map<State, Long> states(Set<String> waiting) {
        Map<State, Long> states = new EnumMap<>(State.class);
        for (State state : State.values()) {
            states.put(state, 0L);
        }
        states.putAll(jobs.values().stream()
                .filter(job -> job.lastState().isPresent())
                .collect(groupingBy(Job::state, counting())));
        long unheardOf = waiting.stream()
                .filter(jobId ->
                        !jobs.containsKey(jobId) || jobs.get(jobId).lastState().isEmpty())
                .count();
        states.merge(State.QUEUED, unheardOf, Long::sum);
        return states;
    }
}
