package org.dcgan.trainer;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A worker's lock on a message. It ends unless it is extended: after two thirds of the time that the broker grants, so that a worker
 * that was suspended or disconnected notices before the message is delivered to another one. Thread-safe.
 */
final class Lease {
    private static final int RENEWALS_PER_GRANT = 6;

    private final Duration granted;
    private final LongSupplier nanoTime;
    private long end;
    private boolean lost;

    /**
     * Creates the lease of a delivered message.
     *
     * @param granted how long the broker keeps the message for this worker
     * @param asked when the broker was asked for the message; it may be long ago if this process was suspended
     * @param nanoTime a monotonic clock, like {@link System#nanoTime}
     */
    Lease(Duration granted, long asked, LongSupplier nanoTime) {
        this.granted = granted;
        this.nanoTime = nanoTime;
        this.end = endAfter(asked);
    }

    /** Whether no other worker can have the message; once false, it stays false. */
    synchronized boolean isHeld() {
        if (nanoTime.getAsLong() - end > 0) {
            lost = true;
        }
        return !lost;
    }

    /**
     * Extends the lease after the broker has renewed its grant. Has no effect on a lost lease.
     *
     * @param asked when the broker was asked
     */
    synchronized void extend(long asked) {
        if (isHeld()) {
            end = endAfter(asked);
        }
    }

    /** Ends the lease, because the broker gave the message to another worker or rejected the renewal. */
    synchronized void lose() {
        lost = true;
    }

    /** How long the broker keeps the message for this worker. */
    Duration granted() {
        return granted;
    }

    /** How long to wait from one renewal to the next. */
    Duration renewalPause() {
        return granted.dividedBy(RENEWALS_PER_GRANT);
    }

    private long endAfter(long asked) {
        return asked + granted.toNanos() / 3 * 2;
    }
}
