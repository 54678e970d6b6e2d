package org.dcgan.trainer;

import java.util.List;
import java.util.stream.IntStream;
import org.dcgan.trainer.Schedule.SimulatedJob;

/** A model of a trainer's process, with a worker in each of its slots. */
final class SimulatedTrainer extends SimulatedProcess {
    private static final long PATIENCE = 15_000;

    final SimulatedCluster cluster;
    final String host;
    private final List<SimulatedWorker> workers;
    private boolean stopping;
    private long restartAfter;
    private long cutOffUntil;
    private long answersLostUntil;

    /**
     * A process that has not been started.
     *
     * @param number from 0
     * @param clockRate how fast its monotonic clock runs
     */
    SimulatedTrainer(SimulatedCluster cluster, int number, int slots, String host, double clockRate) {
        super(cluster.time, clockRate);
        this.cluster = cluster;
        this.host = host;
        this.workers = IntStream.range(0, slots)
                .mapToObj(slot -> new SimulatedWorker(this, number * Schedule.MOST_SLOTS + slot))
                .toList();
    }

    // what befalls it

    @Override
    void begin() {
        stopping = false;
        workers.forEach(SimulatedWorker::begin);
    }

    /** As {@code kill -9} does. */
    void kill(long restart) {
        if (isAlive()) {
            workers.forEach(SimulatedWorker::noteKill);
            die(restart);
        }
    }

    /** Ends as a job ends it. */
    void dieOf(SimulatedJob job) {
        cluster.killedByAJob(this, job);
        die(cluster.random.nextInt(5_000));
    }

    /** As SIGTERM does. */
    void stop(long restart) {
        if (!isAlive() || stopping) {
            return;
        }
        stopping = true;
        restartAfter = restart;
        workers.forEach(SimulatedWorker::removeEvidence);
        after(PATIENCE, this::exit);
        exitIfIdle();
    }

    void cutOff(long until) {
        cutOffUntil = Math.max(cutOffUntil, until);
        workers.forEach(SimulatedWorker::disconnected);
    }

    void loseAnswers(long until) {
        answersLostUntil = Math.max(answersLostUntil, until);
    }

    // how it is

    boolean isStopping() {
        return stopping;
    }

    boolean isBusy() {
        return isAlive() && workers.stream().anyMatch(SimulatedWorker::isBusy);
    }

    boolean isTraining(String jobId) {
        return workers.stream().anyMatch(worker -> worker.isTraining(jobId));
    }

    boolean canReachBroker() {
        return cluster.isBrokerThere() && cluster.time.now() >= cutOffUntil;
    }

    boolean answersAreLost() {
        return cluster.time.now() < answersLostUntil && cluster.random.nextBoolean();
    }

    /** Ends the process if it was stopped and has no job. */
    void exitIfIdle() {
        if (stopping && !isBusy()) {
            exit();
        }
    }

    private void exit() {
        if (canReachBroker()) {
            workers.forEach(SimulatedWorker::left);
        }
        die(restartAfter);
    }

    private void die(long restart) {
        workers.forEach(SimulatedWorker::died);
        end(restart);
    }
}
