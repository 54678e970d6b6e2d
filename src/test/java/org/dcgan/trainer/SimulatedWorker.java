package org.dcgan.trainer;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.dcgan.trainer.JobHandler.Verdict;
import org.dcgan.trainer.Schedule.SimulatedJob;
import org.dcgan.trainer.SimulatedQueue.Delivered;

/** A model of a worker's process, which takes one message after another and asks the broker and the store. */
final class SimulatedWorker extends SimulatedProcess {
    private static final long TIMEOUT = 5_000;
    private static final long POLL = 500;
    private static final long PATIENCE = 15_000;
    private static final long FIRST_PAUSE = 200;
    private static final long LONGEST_PAUSE = 10_000;

    final String name;
    final String host;
    final SimulatedCluster cluster;
    private final VirtualTime time;
    private final int number;
    private boolean stopping;
    private long restartAfter;
    private long cutOffUntil;
    private long answersLostUntil;
    private SimulatedDelivery inHand;

    SimulatedWorker(SimulatedCluster cluster, int number, String host, double clockRate) {
        super(cluster.time, clockRate);
        this.cluster = cluster;
        this.time = cluster.time;
        this.number = number;
        this.name = "worker-" + number; // the same after a restart, as in a container
        this.host = host;
    }

    // what befalls it

    @Override
    void begin() {
        stopping = false;
        reportCrashes(this::poll);
        heartbeat();
    }

    void kill(long restart) {
        if (isAlive()) {
            if (inHand != null) {
                inHand.crash().ifPresent(cluster::killedByTheSchedule);
            }
            die(restart);
        }
    }

    void dieOf(SimulatedJob job) {
        cluster.killedByItsJob(this, job.id());
        die(cluster.random.nextInt(5_000));
    }

    /** As SIGTERM does. */
    void stop(long restart) {
        if (!isAlive() || stopping) {
            return;
        }
        stopping = true;
        restartAfter = restart;
        if (inHand == null) {
            exit();
        } else {
            inHand.removeEvidence();
            after(PATIENCE, this::exit);
        }
    }

    void cutOff(long until) {
        cutOffUntil = Math.max(cutOffUntil, until);
        cluster.queue.disconnected(number);
    }

    void loseAnswers(long until) {
        answersLostUntil = Math.max(answersLostUntil, until);
    }

    // how it is

    boolean isStopping() {
        return stopping;
    }

    boolean isTraining(String jobId) {
        return inHand != null && inHand.job.id().equals(jobId) && inHand.isTraining();
    }

    boolean hasInHand(SimulatedDelivery delivery) {
        return inHand == delivery;
    }

    boolean canReachBroker() {
        return cluster.isBrokerThere() && time.now() >= cutOffUntil;
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
        if (stopping) {
            exit();
        } else if (withTheSameConsumer) {
            poll();
        } else {
            reconnect();
        }
    }

    void reportCrashes(Runnable then) {
        List<SimulatedEvidence> found = cluster.abandonedOn(host);
        if (found.isEmpty()) {
            then.run();
            return;
        }
        SimulatedEvidence first = found.get(0);
        onBroker(() -> cluster.append(first.crash()), () -> {
            cluster.remove(first);
            reportCrashes(then);
        });
    }

    private void heartbeat() {
        if (canReachBroker()) {
            cluster.queue.heartbeat(number, time.now());
        }
        after(SimulatedCluster.LOCK / 6, this::heartbeat);
    }

    private void poll() {
        if (stopping) {
            return;
        }
        if (!canReachBroker()) {
            after(POLL, this::poll);
            return;
        }
        // its answer is not lost alone: that would be the end of the connection
        long asked = nanoTime();
        Optional<Delivered> taken = cluster.queue.take(number, time.now());
        after(
                brokerMillis(),
                () -> taken.ifPresentOrElse(delivered -> handle(delivered, asked), () -> after(POLL, this::poll)));
    }

    private void handle(Delivered delivered, long asked) {
        if (stopping) {
            reconnect();
            return;
        }
        inHand = new SimulatedDelivery(this, delivered, asked);
        inHand.begin();
    }

    private void reconnect() {
        cluster.queue.disconnected(number);
        after(1_000, this::poll);
    }

    private void exit() {
        if (canReachBroker()) {
            cluster.queue.left(number);
        }
        die(restartAfter);
    }

    private void die(long restart) {
        inHand = null;
        cluster.queue.died(number);
        end(restart);
    }

    // its requests

    /** Asks the broker until it answers, as long as the message in hand is the same. */
    <T> void onBroker(Supplier<T> effect, Consumer<T> then) {
        untilDone(this::canReachBroker, this::brokerMillis, effect, then, FIRST_PAUSE);
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
        ask(this::canReachBroker, this::brokerMillis, effect, answered, failed);
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
                () -> after(pause, () -> {
                    if (hasInHand(asking)) {
                        untilDone(reachable, millis, effect, then, Math.min(2 * pause, LONGEST_PAUSE));
                    }
                }));
    }

    /** Asks a server. What was sent arrives even if the sender dies, and may take effect without being answered. */
    private <T> void ask(
            BooleanSupplier reachable, IntSupplier millis, Supplier<T> effect, Consumer<T> answered, Runnable failed) {
        int sent = life();
        time.after(millis.getAsInt(), () -> {
            if (!reachable.getAsBoolean()) {
                ifIn(sent, () -> after(TIMEOUT, failed));
                return;
            }
            T answer = effect.get();
            if (answersAreLost()) {
                ifIn(sent, () -> after(TIMEOUT, failed));
            } else {
                int delay = 1 + cluster.random.nextInt(10);
                ifIn(sent, () -> after(delay, () -> answered.accept(answer)));
            }
        });
    }

    private int brokerMillis() {
        return 1 + cluster.random.nextInt(cluster.random.nextInt(20) == 0 ? 2_000 : 20);
    }

    private boolean answersAreLost() {
        return time.now() < answersLostUntil && cluster.random.nextBoolean();
    }

    private static Supplier<Boolean> done(Runnable effect) {
        return () -> {
            effect.run();
            return true;
        };
    }
}
