package org.dcgan.trainer;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dcgan.message.Cancellation;
import org.dcgan.message.Crash;
import org.dcgan.message.JobState;
import org.dcgan.trainer.Delivery.Known;
import org.dcgan.trainer.PromiseChecker.Violation;

/** A model of the topics with what is published about jobs. Every reader sees all of it at once. */
final class SimulatedTopics {
    private final SimulatedTraining training;
    private final Map<String, JobState> states = new HashMap<>();
    private final Map<String, Cancellation> cancellations = new HashMap<>();
    private final Map<String, Map<String, Crash>> crashes = new HashMap<>();
    private final Map<String, Set<Integer>> losses = new HashMap<>();

    SimulatedTopics(SimulatedTraining training) {
        this.training = training;
    }

    /** Whether the state counts: one that comes too late does not. */
    boolean append(JobState state) {
        JobState before = states.get(state.jobId());
        JobState after = before == null ? state : before.then(state);
        states.put(state.jobId(), after);
        return after == state;
    }

    void append(Crash crash) {
        crashes.computeIfAbsent(crash.jobId(), id -> new LinkedHashMap<>()).put(crash.key(), crash);
    }

    void append(Cancellation cancellation) {
        cancellations.putIfAbsent(cancellation.jobId(), cancellation);
    }

    /**
     * Publishes the loss of a step.
     *
     * @throws Violation if the attempt is another worker's, or the loss is not that of an undisturbed run
     */
    void appendLoss(String jobId, int attempt, String worker, int step, long value) {
        JobState current = states.get(jobId);
        if (current.attempt() == attempt && !worker.equals(current.worker())) {
            throw new Violation("%s publishes losses of attempt %d of %s, which is %s's"
                    .formatted(worker, attempt, jobId, current.worker()));
        }
        if (value != training.valueAfter(jobId, step + 1)) {
            throw new Violation("the loss of step %d of %s is not that of an undisturbed run".formatted(step, jobId));
        }
        losses.computeIfAbsent(jobId, id -> new HashSet<>()).add(step);
    }

    /** The state of a job; null if there is none. */
    JobState state(String jobId) {
        return states.get(jobId);
    }

    boolean isCancelled(String jobId) {
        return cancellations.containsKey(jobId);
    }

    boolean hasLoss(String jobId, int step) {
        return losses.getOrDefault(jobId, Set.of()).contains(step);
    }

    Known known(String jobId) {
        return new Known(
                Optional.ofNullable(states.get(jobId)),
                Optional.ofNullable(cancellations.get(jobId)),
                List.copyOf(crashes.getOrDefault(jobId, Map.of()).values()));
    }
}
