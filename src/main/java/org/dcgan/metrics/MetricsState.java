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

/** The state behind the metrics: everything read from the topics so far. */
@Singleton
final class MetricsState {
    private final MetricsConfig config;
    private final Clock clock;
    private final Map<String, Job> jobs = new LinkedHashMap<>();
    /** The job id of each message in the queue. */
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
     * @param shownJobs the jobs with their own series, newest first
     * @param overflow number of further jobs
     * @param states number of jobs in each state
     * @param queueDepth number of submitted jobs that have not ended
     * @param refused number of refused messages
     * @param checkpoints number of complete checkpoints, of all jobs ever
     */
    record View(
            List<Job> shownJobs,
            int overflow,
            Map<State, Long> states,
            long queueDepth,
            int refused,
            int checkpoints) {}

    /** Adds a message of the queue. An unreadable message counts as a job named by its origin. */
    synchronized void addRequest(String origin, String jobId) {
        asked.put(origin, jobId);
    }

    /** Adds a message that was refused. */
    synchronized void addRefused(String origin) {
        refused.add(origin);
    }

    /** Updates a job. Returns false if nothing changed. */
    synchronized boolean update(String jobId, UnaryOperator<Job> change) {
        Job known = jobs.getOrDefault(jobId, Job.named(jobId));
        Job next = change.apply(known);
        jobs.put(jobId, next);
        return next != known;
    }

    /** Updates a job, if it is known. */
    synchronized void updateIfKnown(String jobId, UnaryOperator<Job> change) {
        jobs.computeIfPresent(jobId, (id, known) -> change.apply(known));
    }

    /** Removes the queued messages of a job. */
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
        List<Job> shownJobs = shownJobs(clock.instant().minus(config.keep()));
        int shown = Math.min(shownJobs.size(), config.maxJobs());
        Set<String> waiting = unfinished();
        return new View(
                shownJobs.subList(0, shown),
                shownJobs.size() - shown,
                states(waiting),
                waiting.size(),
                refused.size(),
                checkpoints.size());
    }

    /** Sorts running jobs first, then the newest, so that the same jobs are shown from one scrape to the next. */
    private List<Job> shownJobs(Instant since) {
        return jobs.values().stream()
                .filter(job -> job.isShownSince(since))
                .collect(collectingAndThen(toList(), found -> {
                    List<Job> newestFirst = new ArrayList<>(found);
                    Collections.reverse(newestFirst);
                    newestFirst.sort(Comparator.comparing(job -> job.state() != State.RUNNING));
                    return newestFirst;
                }));
    }

    /** Submitted jobs that have not ended. */
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
        long withoutState = waiting.stream()
                .filter(jobId ->
                        !jobs.containsKey(jobId) || jobs.get(jobId).lastState().isEmpty())
                .count();
        states.merge(State.QUEUED, withoutState, Long::sum);
        return states;
    }
}
