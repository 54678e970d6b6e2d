package org.dcgan.trainer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dcgan.trainer.JobHandler.Verdict;
import org.dcgan.trainer.SimulatedQueue.Delivered;

/** A model of a group, in virtual time. */
final class SimulatedDriver implements QueueDriver {
    private static final long HEARTBEAT_MILLIS = 500;

    private final SimulatedQueue queue;
    private final List<String> messages = new ArrayList<>();
    private final Map<Integer, Delivered> inHand = new HashMap<>();
    private final Set<Integer> alive = new HashSet<>();
    private long now;

    SimulatedDriver(SimulatedQueue queue) {
        this.queue = queue;
    }

    @Override
    public void publish(String message) {
        queue.publish(messages.size(), false);
        messages.add(message);
    }

    @Override
    public Taken take(int worker) {
        Delivered taken = poll(worker).orElseThrow();
        inHand.put(worker, taken);
        return new Taken(messages.get(taken.message().job), taken.deliveries());
    }

    @Override
    public boolean findsNothing(int worker) {
        return poll(worker).isEmpty();
    }

    @Override
    public boolean renew(int worker) {
        return queue.renew(inHand.get(worker), now);
    }

    @Override
    public boolean finish(int worker, Verdict verdict) {
        return queue.finish(inHand.get(worker), verdict, now);
    }

    @Override
    public void leave(int worker) {
        alive.remove(worker);
        queue.left(worker);
    }

    @Override
    public void die(int worker) {
        alive.remove(worker);
        queue.died(worker);
    }

    @Override
    public void suspend(int worker) {
        alive.remove(worker);
    }

    @Override
    public void restartBroker(Duration away) {
        now += away.toMillis();
        queue.restarted(now);
    }

    @Override
    public void let(Duration time) {
        for (long end = now + time.toMillis(); now < end; now += HEARTBEAT_MILLIS) {
            alive.forEach(worker -> queue.heartbeat(worker, now));
        }
    }

    @Override
    public void close() {}

    private Optional<Delivered> poll(int worker) {
        alive.add(worker);
        return queue.take(worker, now);
    }
}
