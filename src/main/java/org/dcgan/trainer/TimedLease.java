package org.dcgan.trainer;

import java.time.Duration;

/**
 * A lease that ends by itself unless it is extended. It ends after two thirds of the time the broker grants, on this machine's
 * monotonic clock, so that a worker that was stopped or cut off knows before another is given its message.
 */
final class TimedLease implements Lease {
    private static final int RENEWALS_A_GRANT = 6;

    private final Duration granted;
    private volatile long end;
    private volatile boolean lost;

    /** @param granted how long the broker keeps the message for this worker */
    TimedLease(Duration granted) {
        this.granted = granted;
        extend(System.nanoTime());
    }

    /** @param from when the broker was asked, of {@link System#nanoTime} */
    void extend(long from) {
        end = from + granted.toNanos() / 3 * 2;
    }

    void lose() {
        lost = true;
    }

    /** How long to wait from one renewal to the next. */
    Duration renewalPause() {
        return granted.dividedBy(RENEWALS_A_GRANT);
    }

    @Override
    public boolean isHeld() {
        lost |= System.nanoTime() - end > 0;
        return !lost;
    }
}
