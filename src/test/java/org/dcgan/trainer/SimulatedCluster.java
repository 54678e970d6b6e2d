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
import org.dcgan.trainer.Schedule.SimulatedJob;
import org.dcgan.trainer.Schedule.SimulatedJob.Victim;
import org.dcgan.trainer.SimulatedQueue.Delivered;

/**
 * A cluster of the real protocol core and of models of all else: the broker with its topics, the object store, the machines and
 * the workers on them. It runs a schedule, and throws at the first broken promise.
 */
final class SimulatedCluster {
    static final long LOCK = 30_000;
    /** {@code group.share.delivery.count.limit} of the brokers that come with this program. */
    static final int MOST_DELIVERIES = 10;

    /** All is to be over by then, however slow the jobs are. */
    private static final long END = 3_600_000;

    private static final int MOST_EVENTS = 2_000_000;

    final VirtualTime time = new VirtualTime();
    final Random random;
    final SimulatedQueue queue;
    final SimulatedTopics topics;
    final SimulatedStore store;
    final SimulatedDisks evidence = new SimulatedDisks();
    private final Schedule schedule;
    private final PromiseChecker promises;
    private final List<SimulatedTrainer> trainers;
    private final List<String> trace = new ArrayList<>();
    private long brokerAwayUntil;

    SimulatedCluster(Schedule schedule) {
        this.schedule = schedule;
        this.random = new Random(schedule.seed() + 1);
        this.queue = switch (schedule.queue()) {
            case SHARE_GROUP -> new SimulatedQueue.ShareGroup(LOCK, MOST_DELIVERIES);
            case CONSUMER_GROUP -> new SimulatedQueue.ConsumerGroup(LOCK);
        };
        SimulatedTraining training = new SimulatedTraining(schedule);
        this.topics = new SimulatedTopics(training);
        this.store = new SimulatedStore(schedule, time, random, training);
        this.promises = new PromiseChecker(schedule, queue, topics, store);
        this.trainers = IntStream.range(0, schedule.slots().length)
                .mapToObj(number -> new SimulatedTrainer(
                        this,
                        number,
                        schedule.slots()[number],
                        "host-" + number % schedule.hosts(),
                        schedule.clockRates()[number]))
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
        trainers.forEach(SimulatedTrainer::start);
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
                "%s: attempt %d of %s crashed at step %d, %s",
                crash.jobId(), crash.attempt(), crash.worker(), crash.step(), crash.alone() ? "alone" : "with others");
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

    /** The memory runs out on a machine because of a job: a process dies, by choice of the operating system or the job's own. */
    void kill(SimulatedTrainer killer, SimulatedJob job) {
        List<SimulatedTrainer> candidates = trainers.stream()
                .filter(trainer -> job.victim() == Victim.ANY_PROCESS_OF_ITS_MACHINE
                        ? trainer.host.equals(killer.host) && trainer.isBusy()
                        : trainer == killer)
                .toList();
        candidates.get(random.nextInt(candidates.size())).dieOf(job);
    }

    /** A process is about to end because of a job. */
    void killedByAJob(SimulatedTrainer trainer, SimulatedJob job) {
        note("a process of %s dies because of %s", trainer.host, job.id());
        evidence.of(trainer)
                .filter(file -> file.crash().jobId().equals(job.id()))
                .findFirst()
                .ifPresent(file -> promises.died(file.crash()));
    }

    void killedByTheSchedule(Crash crash) {
        note("%s is killed over %s, %s", crash.worker(), crash.jobId(), crash.alone() ? "alone" : "with others");
        if (crash.alone()) {
            promises.killed(crash.jobId(), crash.step());
        }
    }

    private void befall(Fault fault) {
        note("-- %s", fault);
        long until = time.now() + fault.duration();
        SimulatedTrainer trainer = trainers.get(fault.target() % trainers.size());
        int job = fault.target() % schedule.jobs().size();
        switch (fault.kind()) {
            case BROKER_RESTARTS -> {
                brokerAwayUntil = Math.max(brokerAwayUntil, until);
                queue.restarted(brokerAwayUntil);
            }
            case LEADER_MOVES -> queue.restarted(time.now());
            case WORKER_IS_CUT_OFF -> trainer.cutOff(until);
            case WORKER_IS_SUSPENDED -> trainer.suspend(until);
            case WORKER_IS_KILLED -> trainer.kill(fault.duration());
            case MACHINE_IS_LOST -> {
                evidence.lose(trainer)
                        .forEach(lost -> promises.evidenceLost(lost.crash().jobId()));
                trainer.kill(fault.duration());
            }
            case WORKER_IS_STOPPED -> trainer.stop(fault.duration());
            case ANSWERS_ARE_LOST -> trainer.loseAnswers(until);
            case STORE_IS_AWAY -> store.beAway(until);
            case STORE_IS_SLOW -> store.beSlow(until);
            case WALL_CLOCK_JUMPS -> trainer.moveWallClock(fault.duration() - 30_000);
            case JOB_IS_PUBLISHED_AGAIN -> queue.publish(job, false);
            case JOB_IS_CANCELLED -> cancel(schedule.jobs().get(job).id());
        }
    }

    private void cancel(String jobId) {
        topics.append(new Cancellation(jobId, "the schedule", null));
        if (trainers.stream().anyMatch(trainer -> trainer.isTraining(jobId))) {
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
