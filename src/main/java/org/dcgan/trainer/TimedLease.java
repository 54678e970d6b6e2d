package org.dcgan.trainer;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A lease that ends by itself unless it is extended. It ends after two thirds of the time the broker grants, on this machine's
 * monotonic clock, so that a worker that was stopped or cut off knows before another is given its message. It may be used by
 * several threads.
 */
final class TimedLease implements Lease {
    private static final int RENEWALS_A_GRANT = 6;
    /** In place of the end of a lease that is lost. */
    private static final Long LOST = null;

    private final Duration granted;
    /** Of {@link System#nanoTime}. One value for both, so that an extension and a loss at once cannot undo each other. */
    private final AtomicReference<Long> end;

    /** @param granted how long the broker keeps the message for this worker */
    TimedLease(Duration granted) {
        this.granted = granted;
        this.end = new AtomicReference<>(endOf(System.nanoTime()));
    }

    /** @param from when the broker was asked, of {@link System#nanoTime} */
    void extend(long from) {
        end.updateAndGet(old -> old == LOST ? LOST : endOf(from));
    }

    void lose() {
        end.set(LOST);
    }

    /** How long to wait from one renewal to the next. */
    Duration renewalPause() {
        return granted.dividedBy(RENEWALS_A_GRANT);
    }

    @Override
    public boolean isHeld() {
        return end.updateAndGet(old -> old == LOST || System.nanoTime() - old > 0 ? LOST : old) != LOST;
    }

    private Long endOf(long from) {
        return from + granted.toNanos() / 3 * 2;
    }
}
