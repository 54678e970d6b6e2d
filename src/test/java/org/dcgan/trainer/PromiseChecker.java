package org.dcgan.trainer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.dcgan.message.Crash;
import org.dcgan.message.JobState;
import org.dcgan.message.JobState.State;
import org.dcgan.trainer.Schedule.SimulatedJob;
import org.dcgan.trainer.SimulatedQueue.Message;

/** Checks what every job is promised. Each check throws a {@link Violation} if a promise is broken. */
final class PromiseChecker {
    private static final long CANCELLED_WITHIN = 90_000;

    private final Schedule schedule;
    private final SimulatedQueue queue;
    private final SimulatedTopics topics;
    private final SimulatedStore store;
    private final Map<String, Long> endedAt = new HashMap<>();
    private final Map<String, Long> cancelledInTrainingAt = new HashMap<>();
    /** At which steps of a job its workers were killed, by no fault of the job. */
    private final Map<String, List<Long>> kills = new HashMap<>();
    /** How a job has taken processes down since it last got further. */
    private final Map<String, List<Crash>> deaths = new HashMap<>();

    PromiseChecker(Schedule schedule, SimulatedQueue queue, SimulatedTopics topics, SimulatedStore store) {
        this.schedule = schedule;
        this.queue = queue;
        this.topics = topics;
        this.store = store;
    }

    /** A promise is broken. */
    static final class Violation extends RuntimeException {
        private static final long serialVersionUID = 1;

        Violation(String what) {
            super(what);
        }
    }

    /** Notes that a process with this job alone in hand was killed by a fault of the schedule. */
    void killed(String jobId, long step) {
        kills.computeIfAbsent(jobId, id -> new ArrayList<>()).add(step);
    }

    /** Whether workers were killed so often in a row, none beyond the step that one was killed at before, that the job may fail. */
    private boolean seemsPoisonous(String jobId) {
        int inARow = 0;
        long furthest = -1;
        for (long step : kills.getOrDefault(jobId, List.of())) {
            inARow = step > furthest ? 1 : inARow + 1;
            furthest = Math.max(furthest, step);
            if (inARow >= Delivery.MOST_CRASHES) {
                return true; // that a later attempt came further may not be known yet
            }
        }
        return false;
    }

    /** Notes that a job has taken its process down and left evidence. */
    void died(Crash crash) {
        List<Crash> before = deaths.computeIfAbsent(crash.jobId(), id -> new ArrayList<>());
        if (before.stream().anyMatch(earlier -> earlier.firstStep() < crash.firstStep())) {
            before.clear(); // it has got further
        }
        before.add(crash);
        require(
                before.size() <= Delivery.MOST_CRASHES + 2 * schedule.hosts(),
                "%s has taken a process down %d times",
                crash.jobId(),
                before.size());
    }

    /** Notes that evidence of a job was lost with its machine. */
    void evidenceLost(String jobId) {
        deaths.remove(jobId);
    }

    /** Notes that a job in training was cancelled. */
    void cancelledInTraining(String jobId, long now) {
        cancelledInTrainingAt.putIfAbsent(jobId, now);
    }

    /** Checks that a message which was acknowledged is not the last of a job that has not ended. */
    void acknowledged(Message message) {
        String jobId = schedule.jobs().get(message.job).id();
        JobState state = topics.state(jobId);
        boolean isLeft =
                queue.messages.stream().anyMatch(other -> other != message && !other.done && other.job == message.job);
        require(
                hasEnded(state) || isLeft,
                "the last message of %s was acknowledged before its end was recorded: %s",
                jobId,
                state);
    }

    /** Checks that a job has ended as it should, and left all that it should. */
    void ended(JobState end, long now) {
        endedAt.put(end.jobId(), now);
        SimulatedJob job = schedule.job(end.jobId());
        switch (end.state()) {
            case FAILED ->
                require(
                        job.isPoisonous() || seemsPoisonous(job.id()),
                        "the healthy %s is FAILED: %s",
                        job.id(),
                        end.reason());
            case SUCCEEDED -> complete(job);
            case CANCELLED ->
                require(topics.isCancelled(job.id()), "%s is CANCELLED, and nobody has asked for that", job.id());
            case QUEUED, RUNNING -> throw new IllegalArgumentException("no end: " + end);
        }
    }

    private void complete(SimulatedJob job) {
        job.recordedSteps().forEach(step -> {
            require(store.hasGrid(job.id(), step), "%s has succeeded without the grid of step %d", job.id(), step);
            require(topics.hasLoss(job.id(), step), "%s has succeeded without the loss of step %d", job.id(), step);
        });
        IntStream.rangeClosed(1, job.epochs())
                .map(epoch -> epoch * job.iterations())
                .forEach(step -> require(
                        store.hadCheckpoint(job.id(), step), "%s has succeeded without checkpoint %d", job.id(), step));
    }

    /** Checks, when all is over, that every job that was published has ended, and no other. */
    void over() {
        for (int number = 0; number < schedule.jobs().size(); number++) {
            SimulatedJob job = schedule.jobs().get(number);
            JobState state = topics.state(job.id());
            if (isPublished(number)) {
                require(hasEnded(state), "%s never ends: %s", job.id(), state);
                require(
                        job.maySucceed() || state.state() != State.SUCCEEDED,
                        "the poisonous %s has succeeded",
                        job.id());
            } else {
                require(state == null, "%s was never published, and is %s", job.id(), state);
            }
        }
        require(queue.messages.stream().allMatch(message -> message.done), "the queue does not drain");
        long faultsEnd = schedule.faults().stream()
                .mapToLong(fault -> fault.at() + fault.duration())
                .max()
                .orElse(0);
        cancelledInTrainingAt.forEach((jobId, at) -> require(
                endedAt.get(jobId) <= Math.max(at, faultsEnd) + CANCELLED_WITHIN,
                "%s was cancelled at %d and ended at %d",
                jobId,
                at,
                endedAt.get(jobId)));
    }

    private boolean isPublished(int job) {
        return queue.messages.stream().anyMatch(message -> message.job == job && !message.aborted);
    }

    private static boolean hasEnded(JobState state) {
        return state != null && state.state().isTerminal();
    }

    private static void require(boolean kept, String violation, Object... details) {
        if (!kept) {
            throw new Violation(violation.formatted(details));
        }
    }
}
