package org.dcgan.trainer;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.dcgan.trainer.JobHandler.Verdict;
import org.dcgan.trainer.SimulatedQueue.Delivered;

/** A model of a slot of a trainer, which takes one message after another and asks the broker and the store. */
final class SimulatedWorker {
    private static final long TIMEOUT = 5_000;
    private static final long POLL = 500;
    private static final long FIRST_PAUSE = 200;
    private static final long LONGEST_PAUSE = 10_000;

    final String name;
    final SimulatedTrainer process;
    final SimulatedCluster cluster;
    private final VirtualTime time;
    private final int number;
    private SimulatedDelivery inHand;

    /** @param number unlike any other worker's */
    SimulatedWorker(SimulatedTrainer process, int number) {
        this.process = process;
        this.cluster = process.cluster;
        this.time = cluster.time;
        this.number = number;
        this.name = "worker-" + number; // the same after a restart, as in a container
    }

    // what befalls it

    /** Its process has been started. */
    void begin() {
        reportCrashes(this::poll);
        heartbeat();
    }

    /** Its process is killed by no fault of a job. */
    void noteKill() {
        if (inHand != null) {
            inHand.crash().ifPresent(cluster::killedByTheSchedule);
        }
    }

    void removeEvidence() {
        if (inHand != null) {
            inHand.removeEvidence();
        }
    }

    void disconnected() {
        cluster.queue.disconnected(number);
    }

    void left() {
        cluster.queue.left(number);
    }

    void died() {
        inHand = null;
        cluster.queue.died(number);
    }

    // how it is

    boolean isBusy() {
        return inHand != null;
    }

    boolean isTraining(String jobId) {
        return isBusy() && inHand.job.id().equals(jobId) && inHand.isTraining();
    }

    boolean hasInHand(SimulatedDelivery delivery) {
        return inHand == delivery;
    }

    // what its threads do

    /** The message in hand is done with; goes on to the next one. */
    void handled(Delivered delivered, Verdict verdict, boolean isHeld) {
        inHand = null;
        if (isHeld) {
            askBrokerOnce(() -> cluster.finish(delivered, verdict), this::goOn, () -> goOn(false));
        } else {
            goOn(false);
        }
    }

    private void goOn(boolean withTheSameConsumer) {
        if (process.isStopping()) {
            process.exitIfIdle();
        } else if (withTheSameConsumer) {
            poll();
        } else {
            reconnect();
        }
    }

    void reportCrashes(Runnable then) {
        List<SimulatedEvidence> found = cluster.evidence.abandonedOn(process.host);
        if (found.isEmpty()) {
            then.run();
            return;
        }
        SimulatedEvidence first = found.get(0);
        onBroker(() -> cluster.append(first.crash()), () -> {
            cluster.evidence.remove(first);
            reportCrashes(then);
        });
    }

    private void heartbeat() {
        if (process.canReachBroker()) {
            cluster.queue.heartbeat(number, time.now());
        }
        process.after(SimulatedCluster.LOCK / 6, this::heartbeat);
    }

    private void poll() {
        if (process.isStopping()) {
            return;
        }
        if (!process.canReachBroker()) {
            process.after(POLL, this::poll);
            return;
        }
        if (cluster.evidence.isTaken(process.host)) {
            left();
            process.after(POLL, this::poll);
            return;
        }
        // its answer is not lost alone: that would be the end of the connection
        long asked = process.nanoTime();
        Optional<Delivered> taken = cluster.queue.take(number, time.now());
        process.after(
                brokerMillis(),
                () -> taken.ifPresentOrElse(
                        delivered -> handle(delivered, asked), () -> process.after(POLL, this::poll)));
    }

    private void handle(Delivered delivered, long asked) {
        if (process.isStopping()) {
            reconnect();
            return;
        }
        inHand = new SimulatedDelivery(this, delivered, asked);
        inHand.begin();
    }

    private void reconnect() {
        disconnected();
        process.after(1_000, this::poll);
    }

    // its requests

    /** Asks the broker until it answers, as long as the message in hand is the same. */
    <T> void onBroker(Supplier<T> effect, Consumer<T> then) {
        untilDone(process::canReachBroker, this::brokerMillis, effect, then, FIRST_PAUSE);
    }

    void onBroker(Runnable effect, Runnable then) {
        onBroker(done(effect), done -> then.run());
    }

    /** Asks the store until it answers, as long as the message in hand is the same. */
    <T> void onStore(Supplier<T> effect, Consumer<T> then) {
        untilDone(cluster.store::isThere, cluster.store::requestMillis, effect, then, FIRST_PAUSE);
    }

    void onStore(Runnable effect, Runnable then) {
        onStore(done(effect), done -> then.run());
    }

    <T> void askBrokerOnce(Supplier<T> effect, Consumer<T> answered, Runnable failed) {
        ask(process::canReachBroker, this::brokerMillis, effect, answered, failed);
    }

    private <T> void untilDone(
            BooleanSupplier reachable, IntSupplier millis, Supplier<T> effect, Consumer<T> then, long pause) {
        SimulatedDelivery asking = inHand;
        ask(
                reachable,
                millis,
                effect,
                answer -> {
                    if (hasInHand(asking)) {
                        then.accept(answer);
                    }
                },
                () -> process.after(pause, () -> {
                    if (hasInHand(asking)) {
                        untilDone(reachable, millis, effect, then, Math.min(2 * pause, LONGEST_PAUSE));
                    }
                }));
    }

    /** Asks a server. What was sent arrives even if the sender dies, and may take effect without being answered. */
    private <T> void ask(
            BooleanSupplier reachable, IntSupplier millis, Supplier<T> effect, Consumer<T> answered, Runnable failed) {
        int sent = process.life();
        time.after(millis.getAsInt(), () -> {
            if (!reachable.getAsBoolean()) {
                process.ifIn(sent, () -> process.after(TIMEOUT, failed));
                return;
            }
            T answer = effect.get();
            if (process.answersAreLost()) {
                process.ifIn(sent, () -> process.after(TIMEOUT, failed));
            } else {
                int delay = 1 + cluster.random.nextInt(10);
                process.ifIn(sent, () -> process.after(delay, () -> answered.accept(answer)));
            }
        });
    }

    private int brokerMillis() {
        return 1 + cluster.random.nextInt(cluster.random.nextInt(20) == 0 ? 2_000 : 20);
    }

    private static Supplier<Boolean> done(Runnable effect) {
        return () -> {
            effect.run();
            return true;
        };
    }
}
