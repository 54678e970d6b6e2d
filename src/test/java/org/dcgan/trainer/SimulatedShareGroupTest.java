package org.dcgan.trainer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dcgan.trainer.JobHandler.Verdict;
import org.dcgan.trainer.SimulatedQueue.Delivered;

/** The model that the simulation runs on. */
class SimulatedShareGroupTest extends ShareGroupContract {
    private SimulatedQueue queue;
    private final List<String> names = new ArrayList<>();
    private final Map<Integer, Delivered> inHand = new HashMap<>();
    private long now;

    @Override
    void begin(Duration lock) {
        queue = new SimulatedQueue.ShareGroup(lock.toMillis());
    }

    @Override
    void publish(String message) {
        queue.publish(names.size(), false);
        names.add(message);
    }

    @Override
    Taken take(int worker) {
        Delivered taken = queue.take(worker, now).orElseThrow();
        inHand.put(worker, taken);
        return new Taken(names.get(taken.message().job), taken.deliveries());
    }

    @Override
    boolean findsNothing(int worker) {
        return queue.take(worker, now).isEmpty();
    }

    @Override
    boolean renew(int worker) {
        return queue.renew(inHand.get(worker), now);
    }

    @Override
    boolean finish(int worker, Verdict verdict) {
        return queue.finish(inHand.get(worker), verdict, now);
    }

    @Override
    void disconnect(int worker) {
        queue.disconnected(worker);
    }

    @Override
    void restartBroker() {
        queue.forgetLocks();
    }

    @Override
    void let(Duration time) {
        now += time.toMillis();
    }
}
