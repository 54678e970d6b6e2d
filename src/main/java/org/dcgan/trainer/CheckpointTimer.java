package org.dcgan.trainer;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Says when so much time has passed since the last checkpoint that another is due, so that a crash costs no more than that. */
final class CheckpointTimer {
    private final Duration interval;
    private final LongSupplier nanoTime;
    private long since;

    /**
     * A timer that starts now.
     *
     * @param interval from one checkpoint to the next
     * @param nanoTime a monotonic clock, like {@link System#nanoTime}
     */
    CheckpointTimer(Duration interval, LongSupplier nanoTime) {
        this.interval = interval;
        this.nanoTime = nanoTime;
        restart();
    }

    boolean isDue() {
        return nanoTime.getAsLong() - since >= interval.toNanos();
    }

    /** A checkpoint has been made. */
    void restart() {
        since = nanoTime.getAsLong();
    }
}
