package org.dcgan.trainer;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.dcgan.message.Cancellation;
import org.dcgan.message.Crash;
import org.dcgan.message.JobState;
import org.dcgan.trainer.JobHandler.Verdict;
import org.dcgan.trainer.PromiseChecker.Violation;
import org.dcgan.trainer.Schedule.Fault;
import org.dcgan.trainer.SimulatedQueue.Delivered;

/**
 * A cluster of the real protocol core and of models of all else: the broker with its topics, the object store, the machines and
 * the workers on them. It runs a schedule, and throws at the first broken promise.
 */
final class SimulatedCluster {
    static final long LOCK = 30_000;
    /** All is to be over by then, however slow the jobs are. */
    private static final long END = 3_600_000;

    private static final int MOST_EVENTS = 2_000_000;

    final VirtualTime time = new VirtualTime();
    final Random random;
    final SimulatedQueue queue;
    final SimulatedTopics topics;
    final SimulatedStore store;
    private final Schedule schedule;
    private final PromiseChecker promises;
    private final List<SimulatedWorker> workers;
    private final List<SimulatedEvidence> evidence = new ArrayList<>();
    private final List<String> trace = new ArrayList<>();
    private long brokerAwayUntil;

    SimulatedCluster(Schedule schedule) {
        this.schedule = schedule;
        this.random = new Random(schedule.seed() + 1);
        this.queue = switch (schedule.queue()) {
            case SHARE_GROUP -> new SimulatedQueue.ShareGroup(LOCK);
            case CONSUMER_GROUP -> new SimulatedQueue.ConsumerGroup(LOCK);
        };
        SimulatedTraining training = new SimulatedTraining(schedule);
        this.topics = new SimulatedTopics(training);
        this.store = new SimulatedStore(schedule, time, random, training);
        this.promises = new PromiseChecker(schedule, queue, topics, store);
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
                    schedule.jobs().get(number).publishedAt(),
                    () -> queue.publish(
                            published, schedule.jobs().get(published).aborted()));
        }
        schedule.faults().forEach(fault -> time.at(fault.at(), () -> befall(fault)));
        workers.forEach(SimulatedWorker::start);
        int events = 0;
        while (!isOver() && time.advance(END)) {
            if (++events > MOST_EVENTS) {
                throw new Violation("the cluster does not come to rest");
            }
        }
        promises.over();
    }

    /** What has happened so far, a line each, with its time in milliseconds. */
    List<String> trace() {
        return trace;
    }

    Schedule schedule() {
        return schedule;
    }

    // the broker

    boolean isBrokerThere() {
        return time.now() >= brokerAwayUntil;
    }

    void append(JobState state) {
        boolean counts = topics.append(state);
        note(
                "%s: %s, attempt %d at step %d by %s%s%s",
                state.jobId(),
                state.state(),
                state.attempt(),
                state.step(),
                state.worker(),
                state.reason() == null ? "" : " (" + state.reason() + ")",
                counts ? "" : ", too late");
        if (counts && state.state().isTerminal()) {
            promises.ended(state, time.now());
        }
    }

    void append(Crash crash) {
        note(
                "%s: attempt %d of %s crashed at step %d: %s",
                crash.jobId(), crash.attempt(), crash.worker(), crash.step(), crash.reason());
        topics.append(crash);
    }

    void delivered(Delivered delivered, SimulatedWorker worker) {
        note("%s takes %s, delivery %d", worker.name, delivered.message().path, delivered.deliveries());
    }

    boolean finish(Delivered delivered, Verdict verdict) {
        boolean accepted = queue.finish(delivered, verdict, time.now());
        if (accepted && verdict == Verdict.DONE) {
            promises.acknowledged(delivered.message());
        }
        return accepted;
    }

    // the machines

    void leave(SimulatedEvidence left) {
        evidence.add(left);
    }

    void remove(SimulatedEvidence removed) {
        evidence.remove(removed);
    }

    /** The evidence that a process on a machine finds. */
    List<SimulatedEvidence> abandonedOn(String host) {
        return evidence.stream().filter(found -> found.isAbandonedOn(host)).toList();
    }

    void killedByItsJob(SimulatedWorker worker, String jobId) {
        note("%s dies over %s", worker.name, jobId);
    }

    void killedByTheSchedule(Crash crash) {
        note("%s dies over %s", crash.worker(), crash.jobId());
        if (evidence.stream()
                .anyMatch(left -> left.crash().equals(crash))) { // otherwise nobody can know how far it came
            promises.killed(crash.jobId(), crash.step());
        }
    }

    private void befall(Fault fault) {
        note("-- %s", fault);
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
                evidence.removeIf(left -> left.isOf(worker, worker.life()));
                worker.kill(fault.duration());
            }
            case WORKER_IS_STOPPED -> worker.stop(fault.duration());
            case ANSWERS_ARE_LOST -> worker.loseAnswers(until);
            case STORE_IS_AWAY -> store.beAway(until);
            case STORE_IS_SLOW -> store.beSlow(until);
            case WALL_CLOCK_JUMPS -> worker.moveWallClock(fault.duration() - 30_000);
            case JOB_IS_PUBLISHED_AGAIN -> queue.publish(job, false);
            case JOB_IS_CANCELLED -> cancel(schedule.jobs().get(job).id());
        }
    }

    private void cancel(String jobId) {
        topics.append(new Cancellation(jobId, "the schedule", null));
        if (workers.stream().anyMatch(worker -> worker.isTraining(jobId))) {
            promises.cancelledInTraining(jobId, time.now());
        }
    }

    private boolean isOver() {
        return time.now() > Schedule.FAULTS_END && queue.messages.stream().allMatch(message -> message.done);
    }

    private void note(String what, Object... details) {
        trace.add("%,9d  %s".formatted(time.now(), what.formatted(details)));
    }
}
