package org.dcgan.trainer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.dcgan.message.Cancellation;
import org.dcgan.message.Crash;
import org.dcgan.message.JobState;
import org.dcgan.message.JobState.State;
import org.dcgan.trainer.Delivery.Known;
import org.dcgan.trainer.JobHandler.Verdict;
import org.dcgan.trainer.Schedule.Fault;
import org.dcgan.trainer.Schedule.SimulatedJob;
import org.dcgan.trainer.SimulatedQueue.Delivered;
import org.dcgan.trainer.SimulatedQueue.Message;

/**
 * A cluster of the real protocol core and of models of all else: the broker with its topics, the object store, the machines and
 * the workers on them. It watches everything that they do, and throws at the first thing that must never happen.
 */
final class SimulatedCluster {
    static final long LOCK = 30_000;
    /** All is to be over by then, however slow the jobs are. */
    private static final long END = 3_600_000;

    private static final long CANCELLED_WITHIN = 90_000;
    private static final int MOST_EVENTS = 2_000_000;

    final VirtualTime time = new VirtualTime();
    final Random random;
    final SimulatedQueue queue;
    private final Schedule schedule;
    private final List<SimulatedWorker> workers;
    private final Map<String, JobState> states = new HashMap<>();
    private final Map<String, Cancellation> cancellations = new HashMap<>();
    private final Map<String, Map<String, Crash>> crashes = new HashMap<>();
    private final Map<String, Long> endedAt = new HashMap<>();
    private final Map<String, Long> cancelledInTrainingAt = new HashMap<>();
    /** How often a worker was killed while it had this job in hand, by no fault of the job. */
    private final Map<String, Integer> kills = new HashMap<>();

    private final Set<String> accepted = new HashSet<>();
    private final Map<String, Long> objects = new HashMap<>();
    private final Map<String, TreeMap<Integer, Long>> checkpoints = new HashMap<>();
    private final Map<String, Set<Integer>> losses = new HashMap<>();
    private final List<Evidence> evidence = new ArrayList<>();
    private final List<String> trace = new ArrayList<>();
    private long brokerAwayUntil;
    private long storeAwayUntil;
    private long storeSlowUntil;

    /** What must never happen. */
    static final class Violation extends RuntimeException {
        private static final long serialVersionUID = 1;

        Violation(String what) {
            super(what);
        }
    }

    /** A file that a process on a machine holds locked while it lives. */
    static final class Evidence {
        final String host;
        final SimulatedWorker owner;
        final int life;
        final Crash crash;
        long firstStep;
        long step;

        Evidence(SimulatedWorker owner, Crash crash) {
            this.host = owner.host;
            this.owner = owner;
            this.life = owner.life();
            this.crash = crash;
            this.firstStep = crash.firstStep();
            this.step = crash.step();
        }

        boolean isAbandoned() {
            return owner.life() != life;
        }

        Crash crash() {
            return new Crash(
                    crash.jobId(),
                    crash.attempt(),
                    crash.begun(),
                    firstStep,
                    step,
                    crash.worker(),
                    crash.reason(),
                    null);
        }
    }

    SimulatedCluster(Schedule schedule) {
        this.schedule = schedule;
        this.random = new Random(schedule.seed() + 1);
        this.queue = switch (schedule.queue()) {
            case SHARE_GROUP -> new SimulatedQueue.ShareGroup(LOCK);
            case CONSUMER_GROUP -> new SimulatedQueue.ConsumerGroup(LOCK);
        };
        this.workers = IntStream.range(0, schedule.workers())
                .mapToObj(number -> new SimulatedWorker(
                        this, number, "host-" + number % schedule.hosts(), schedule.clockRates()[number]))
                .toList();
    }

    /**
     * Runs the schedule until every job has ended.
     *
     * @throws Violation if something happens that must not, or does not happen that must
     */
    void run() {
        for (int number = 0; number < schedule.jobs().size(); number++) {
            int published = number;
            time.at(
                    job(number).publishedAt(),
                    () -> queue.publish(published, job(published).aborted()));
        }
        schedule.faults().forEach(fault -> time.at(fault.at(), () -> befall(fault)));
        workers.forEach(SimulatedWorker::start);
        int events = 0;
        while (!isOver() && time.advance(END)) {
            if (++events > MOST_EVENTS) {
                throw new Violation("the cluster does not come to rest");
            }
        }
        checkTheEnd();
    }

    List<String> trace() {
        return trace;
    }

    void note(String what) {
        trace.add("%,9d  %s".formatted(time.now(), what));
    }

    SimulatedJob job(int number) {
        return schedule.jobs().get(number);
    }

    SimulatedJob job(String id) {
        return schedule.jobs().stream()
                .filter(job -> job.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    // the broker

    boolean isBrokerThere() {
        return time.now() >= brokerAwayUntil;
    }

    void append(JobState state) {
        JobState before = states.get(state.jobId());
        JobState after = before == null ? state : before.then(state);
        boolean counts = after == state;
        note("%s: %s, attempt %d at step %d by %s%s%s"
                .formatted(
                        state.jobId(),
                        state.state(),
                        state.attempt(),
                        state.step(),
                        state.worker(),
                        state.reason() == null ? "" : " (" + state.reason() + ")",
                        counts ? "" : ", too late"));
        states.put(state.jobId(), after);
        if (counts && state.state().isTerminal()) {
            endedAt.put(state.jobId(), time.now());
            checkEnd(state);
        }
    }

    void append(Crash crash) {
        note("%s: attempt %d of %s crashed at step %d: %s"
                .formatted(crash.jobId(), crash.attempt(), crash.worker(), crash.step(), crash.reason()));
        crashes.computeIfAbsent(crash.jobId(), id -> new LinkedHashMap<>()).put(crash.key(), crash);
    }

    void appendLoss(String jobId, int attempt, String worker, int step, long value) {
        JobState current = states.get(jobId);
        if (current.attempt() == attempt && !worker.equals(current.worker())) {
            throw new Violation("%s publishes losses of attempt %d of %s, which is %s's"
                    .formatted(worker, attempt, jobId, current.worker()));
        }
        if (value != valueAfter(jobId, step + 1)) {
            throw new Violation("the loss of step %d of %s is not that of an undisturbed run".formatted(step, jobId));
        }
        losses.computeIfAbsent(jobId, id -> new HashSet<>()).add(step);
    }

    Known known(String jobId) {
        return new Known(
                Optional.ofNullable(states.get(jobId)),
                Optional.ofNullable(cancellations.get(jobId)),
                List.copyOf(crashes.getOrDefault(jobId, Map.of()).values()));
    }

    boolean isCancelled(String jobId) {
        return cancellations.containsKey(jobId);
    }

    boolean finish(Delivered delivered, Verdict verdict) {
        boolean taken = queue.finish(delivered, verdict, time.now());
        if (taken && verdict == Verdict.DONE) {
            checkAcknowledged(delivered.message());
        }
        return taken;
    }

    // the store

    boolean isStoreThere() {
        return time.now() >= storeAwayUntil;
    }

    int storeMillis() {
        return time.now() < storeSlowUntil ? 2_000 + random.nextInt(4_000) : 1 + random.nextInt(20);
    }

    boolean isAccepted(String jobId) {
        return accepted.contains(jobId);
    }

    void accept(String jobId) {
        accepted.add(jobId);
    }

    void putGrid(String jobId, int step, long value) {
        put(jobId + "/grid-" + step, value, valueAfter(jobId, step + 1));
    }

    /** The manifest of a checkpoint, which makes it complete. */
    void putCheckpoint(String jobId, int step, long value) {
        put(jobId + "/checkpoint-" + step, value, valueAfter(jobId, step));
        checkpoints.computeIfAbsent(jobId, id -> new TreeMap<>()).put(step, value);
    }

    void removeCheckpointsWithinEpochs(String jobId, int beforeStep) {
        int iterations = job(jobId).iterations();
        checkpoints
                .getOrDefault(jobId, new TreeMap<>())
                .keySet()
                .removeIf(step -> step < beforeStep && step % iterations != 0);
    }

    Optional<Map.Entry<Integer, Long>> newestCheckpoint(String jobId) {
        return Optional.ofNullable(
                checkpoints.getOrDefault(jobId, new TreeMap<>()).lastEntry());
    }

    /** The time lapse needs every grid. */
    Optional<String> results(String jobId) {
        SimulatedJob job = job(jobId);
        return recordedSteps(job)
                .filter(step -> !objects.containsKey(jobId + "/grid-" + step))
                .mapToObj(step -> "the grid of step " + step + " is gone")
                .findFirst();
    }

    private void put(String key, long value, long expected) {
        if (value != expected) {
            throw new Violation(key + " has other bytes than in an undisturbed run");
        }
        objects.put(key, value);
    }

    // machines

    void leave(Evidence left) {
        evidence.add(left);
    }

    void remove(Evidence removed) {
        evidence.remove(removed);
    }

    /** The evidence that a process on a machine finds. */
    List<Evidence> abandonedOn(String host) {
        return evidence.stream()
                .filter(found -> found.host.equals(host) && found.isAbandoned())
                .toList();
    }

    void killed(SimulatedWorker worker, String jobId, boolean byTheJob) {
        note("%s dies over %s".formatted(worker.name, jobId));
        if (!byTheJob) {
            kills.merge(jobId, 1, Integer::sum);
        }
    }

    // training, as a chain of numbers: each step follows from the one before it

    static long next(long value, String jobId, int step) {
        long mixed = (value ^ jobId.hashCode() ^ step * 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
        return mixed ^ mixed >>> 29;
    }

    private final Map<String, long[]> values = new HashMap<>();

    private long valueAfter(String jobId, int steps) {
        return values.computeIfAbsent(jobId, id -> {
            long[] chain = new long[job(id).steps() + 1];
            for (int step = 0; step < job(id).steps(); step++) {
                chain[step + 1] = next(chain[step], id, step);
            }
            return chain;
        })[steps];
    }

    static IntStream recordedSteps(SimulatedJob job) {
        return IntStream.range(0, job.steps()).filter(step -> step % job.iterations() % job.recordEvery() == 0);
    }

    private void befall(Fault fault) {
        note("-- " + fault);
        long until = time.now() + fault.duration();
        SimulatedWorker worker = workers.get(fault.target() % workers.size());
        int job = fault.target() % schedule.jobs().size();
        switch (fault.kind()) {
            case BROKER_RESTARTS -> {
                brokerAwayUntil = Math.max(brokerAwayUntil, until);
                queue.restarted(brokerAwayUntil);
            }
            case LEADER_MOVES -> queue.restarted(time.now());
            case WORKER_IS_CUT_OFF -> worker.cutOff(until);
            case WORKER_IS_SUSPENDED -> worker.suspend(until);
            case WORKER_IS_KILLED -> worker.kill(fault.duration());
            case MACHINE_IS_LOST -> {
                evidence.removeIf(left -> left.owner == worker && left.life == worker.life());
                worker.kill(fault.duration());
            }
            case WORKER_IS_STOPPED -> worker.stop(fault.duration());
            case ANSWERS_ARE_LOST -> worker.loseAnswers(until);
            case STORE_IS_AWAY -> storeAwayUntil = Math.max(storeAwayUntil, until);
            case STORE_IS_SLOW -> storeSlowUntil = Math.max(storeSlowUntil, until);
            case WALL_CLOCK_JUMPS -> worker.jump(fault.duration() - 30_000);
            case JOB_IS_PUBLISHED_AGAIN -> queue.publish(job, false);
            case JOB_IS_CANCELLED -> cancel(job(job).id());
        }
    }

    private void cancel(String jobId) {
        cancellations.putIfAbsent(jobId, new Cancellation(jobId, "the schedule", null));
        if (workers.stream().anyMatch(worker -> worker.isTraining(jobId))) {
            cancelledInTrainingAt.putIfAbsent(jobId, time.now());
        }
    }

    private boolean isOver() {
        return time.now() > Schedule.FAULTS_END && queue.messages.stream().allMatch(message -> message.done);
    }

    private void checkAcknowledged(Message message) {
        String jobId = job(message.job).id();
        JobState state = states.get(jobId);
        boolean isLeft =
                queue.messages.stream().anyMatch(other -> other != message && !other.done && other.job == message.job);
        if ((state == null || !state.state().isTerminal()) && !isLeft) {
            throw new Violation(
                    "the last message of %s was acknowledged before its end was recorded: %s".formatted(jobId, state));
        }
    }

    private void checkEnd(JobState end) {
        SimulatedJob job = job(end.jobId());
        switch (end.state()) {
            case FAILED -> {
                if (!job.isPoisonous() && kills.getOrDefault(job.id(), 0) < Delivery.MOST_CRASHES) {
                    throw new Violation("the healthy %s is FAILED: %s".formatted(job.id(), end.reason()));
                }
            }
            case SUCCEEDED -> {
                recordedSteps(job).forEach(step -> {
                    if (!objects.containsKey(job.id() + "/grid-" + step)) {
                        throw new Violation("%s has succeeded without the grid of step %d".formatted(job.id(), step));
                    }
                    if (!losses.get(job.id()).contains(step)) {
                        throw new Violation("%s has succeeded without the loss of step %d".formatted(job.id(), step));
                    }
                });
                IntStream.rangeClosed(1, job.epochs())
                        .map(epoch -> epoch * job.iterations())
                        .forEach(step -> {
                            if (!objects.containsKey(job.id() + "/checkpoint-" + step)) {
                                throw new Violation("%s has succeeded without checkpoint %d".formatted(job.id(), step));
                            }
                        });
            }
            case CANCELLED -> {
                if (!isCancelled(job.id())) {
                    throw new Violation(job.id() + " is CANCELLED, and nobody has asked for that");
                }
            }
            case QUEUED, RUNNING -> throw new IllegalArgumentException("no end: " + end);
        }
    }

    private void checkTheEnd() {
        Set<Integer> asked = new HashSet<>();
        queue.messages.stream().filter(message -> !message.aborted).forEach(message -> asked.add(message.job));
        for (int number = 0; number < schedule.jobs().size(); number++) {
            SimulatedJob job = job(number);
            JobState state = states.get(job.id());
            if (!asked.contains(number)) {
                if (state != null) {
                    throw new Violation("%s was never published, and is %s".formatted(job.id(), state));
                }
                continue;
            }
            if (state == null || !state.state().isTerminal()) {
                throw new Violation("%s never ends: %s".formatted(job.id(), state));
            }
            if (job.isPoisonous() && state.state() == State.SUCCEEDED) {
                throw new Violation("the poisonous %s has succeeded".formatted(job.id()));
            }
        }
        if (queue.messages.stream().anyMatch(message -> !message.done)) {
            throw new Violation("the queue does not drain");
        }
        long faultsEnd = schedule.faults().stream()
                .mapToLong(fault -> fault.at() + fault.duration())
                .max()
                .orElse(0);
        cancelledInTrainingAt.forEach((jobId, at) -> {
            if (endedAt.get(jobId) > Math.max(at, faultsEnd) + CANCELLED_WITHIN) {
                throw new Violation("%s was cancelled at %d and ended at %d".formatted(jobId, at, endedAt.get(jobId)));
            }
        });
    }
}
