package org.dcgan.trainer;

import java.time.Duration;

/**
 * A lease that ends by itself unless it is extended. It ends after two thirds of the time the broker grants, on this machine's
 * monotonic clock, so that a worker that was stopped or cut off knows before another is given its message.
 */
final class TimedLease implements Lease {
    private final long nanos;
    private volatile long end;
    private volatile boolean lost;

    /** @param granted how long the broker keeps the message for this worker */
    TimedLease(Duration granted) {
        nanos = granted.toNanos() / 3 * 2;
        extend(System.nanoTime());
    }

    /** @param from when the broker was asked, of {@link System#nanoTime} */
    void extend(long from) {
        end = from + nanos;
    }

    void lose() {
        lost = true;
    }

    @Override
    public boolean isHeld() {
        lost |= System.nanoTime() - end > 0;
        return !lost;
    }
}
