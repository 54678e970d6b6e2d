package org.dcgan.trainer;

import java.time.Duration;
import org.dcgan.trainer.JobHandler.Verdict;

/** A queue and the workers of its group, by number, driven step by step. A worker joins when it first asks for a message. */
interface QueueDriver extends AutoCloseable {
    /**
     * A delivery.
     *
     * @param deliveries how often a share group has delivered the message, this time included; 1 in a consumer group
     */
    record Taken(String message, int deliveries) {}

    void publish(String message);

    /** The next message for a worker that has none in hand. */
    Taken take(int worker);

    /** Whether there is no message for a worker that has none in hand. */
    boolean findsNothing(int worker);

    /** Whether the worker keeps the message in hand. */
    boolean renew(int worker);

    /** Whether the group accepts the worker's answer about the message in hand. */
    boolean finish(int worker, Verdict verdict);

    /** The worker closes its connection. */
    void leave(int worker);

    /** The worker's process ends without a word. A worker of the same number is a new process. */
    void die(int worker);

    /** The worker's process stands still until it answers again. */
    void suspend(int worker);

    /** Restarts the broker, which is away for a time. */
    void restartBroker(Duration away) throws Exception;

    /** Lets time pass while all workers that are neither dead nor suspended go on. */
    void let(Duration time) throws Exception;

    @Override
    void close();
}
