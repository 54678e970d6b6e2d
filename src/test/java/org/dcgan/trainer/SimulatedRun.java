package org.dcgan.trainer;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Function;
import org.dcgan.trainer.Attempt.Position;
import org.dcgan.trainer.Delivery.Action;
import org.dcgan.trainer.Delivery.Ended;
import org.dcgan.trainer.Delivery.Ended.How;
import org.dcgan.trainer.Schedule.SimulatedJob;

/**
 * A model of the training in an attempt and of what it leaves, in the order of its {@link Backlog}: what {@link TrainingRun} and
 * {@link RunRecorder} do.
 */
final class SimulatedRun {
    private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(10);
    private static final int MOST_WAITING = 12;

    private final SimulatedDelivery delivery;
    private final SimulatedWorker worker;
    private final SimulatedCluster cluster;
    private final SimulatedJob job;
    private final SimulatedEvidence evidence;
    private final Attempt attempt;
    private final Function<Ended, Action> then;
    private final CheckpointTimer timer;
    private final Queue<Runnable> backlog = new ArrayDeque<>();
    private Optional<String> failure = Optional.empty();
    private int step;
    private long value;

    SimulatedRun(
            SimulatedDelivery delivery, SimulatedWorker worker, SimulatedEvidence evidence, Delivery.Train action) {
        this.delivery = delivery;
        this.worker = worker;
        this.cluster = worker.cluster;
        this.job = delivery.job;
        this.evidence = evidence;
        this.attempt = action.attempt();
        this.then = action.then();
        this.timer = new CheckpointTimer(CHECKPOINT_INTERVAL, worker.process::nanoTime);
    }

    /** Goes on from the newest checkpoint. */
    void begin() {
        worker.onStore(() -> cluster.store.newestCheckpoint(job.id()), newest -> {
            step = newest.map(Map.Entry::getKey).orElse(0);
            value = newest.map(Map.Entry::getValue).orElse(0L);
            evidence.resumedAt(step);
            publishRunning(false);
            makeStep();
        });
    }

    /** Waits for the backlog, after a last checkpoint if there is to be one. */
    void settle(boolean checkpoint, Consumer<Optional<String>> settled) {
        if (checkpoint) {
            saveCheckpoint();
        }
        later(() -> {
            next();
            settled.accept(failure);
        });
    }

    private void makeStep() {
        if (delivery.isOver()) {
            return;
        }
        evidence.reached(step);
        if (step == job.steps()) {
            storing(() -> failure = cluster.store.results(job));
            end(How.COMPLETE, null);
            return;
        }
        boolean isCancelled = worker.process.canReachBroker() && cluster.topics.isCancelled(job.id());
        boolean isOvertaken = worker.process.canReachBroker() && !attempt.isOf(cluster.topics.state(job.id()));
        Optional<StopReason> stop = Delivery.stopReason(
                isOvertaken,
                delivery.isHeld(),
                isCancelled,
                worker.process.isStopping(),
                cluster.evidence.isInTheWay(evidence));
        if (stop.isPresent()) {
            end(How.of(stop.get()), "stopped");
        } else if (backlog.size() >= MOST_WAITING) {
            worker.process.after(50, this::makeStep);
        } else if (step == job.poisonStep()) {
            cluster.kill(worker.process, job);
            worker.process.after(job.stepMillis(), this::stepMade);
        } else {
            worker.process.after(job.stepMillis(), this::stepMade);
        }
    }

    private void end(How how, String reason) {
        delivery.perform(then.apply(new Ended(how, position(), reason)));
    }

    private void stepMade() {
        if (delivery.isOver()) {
            return;
        }
        value = SimulatedTraining.next(value, job.id(), step);
        if (job.isRecorded(step)) {
            record(step, value);
        }
        step++;
        if (step % job.iterations() == 0 || timer.isDue()) {
            saveCheckpoint();
            later(() -> {
                cluster.evidence.admitOthers(evidence);
                next();
            });
            publishRunning(true);
            timer.restart();
        }
        makeStep();
    }

    private void record(int recorded, long recordedValue) {
        storing(() -> cluster.store.putGrid(job.id(), recorded, recordedValue));
        publishing(() -> cluster.topics.appendLoss(job.id(), attempt.number(), worker.name, recorded, recordedValue));
    }

    /** The files, then the manifest: in between the checkpoint is torn. */
    private void saveCheckpoint() {
        int saved = step;
        long savedValue = value;
        storing(() -> {});
        storing(() -> cluster.store.putCheckpoint(job.id(), saved, savedValue));
        storing(() -> cluster.store.removeCheckpointsWithinEpochs(job.id(), saved));
    }

    private void publishRunning(boolean afterCheckpoint) {
        Position reached = position();
        publishing(() -> {
            if (delivery.isHeld()) {
                cluster.append(attempt.running(reached, afterCheckpoint));
            }
        });
    }

    private Position position() {
        return new Position(step / job.iterations(), step);
    }

    private void storing(Runnable effect) {
        later(() -> worker.onStore(effect, this::next));
    }

    private void publishing(Runnable effect) {
        later(() -> worker.onBroker(effect, this::next));
    }

    private void later(Runnable task) {
        backlog.add(task);
        if (backlog.size() == 1) {
            worker.process.after(0, task);
        }
    }

    private void next() {
        backlog.poll();
        if (!backlog.isEmpty() && !delivery.isOver()) {
            worker.process.after(0, backlog.peek());
        }
    }
}
