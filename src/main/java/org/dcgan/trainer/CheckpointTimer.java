package org.dcgan.trainer;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Says when the next checkpoint is due, so that a crash loses at most one interval of training. */
final class CheckpointTimer {
    private final Duration interval;
    private final LongSupplier nanoTime;
    private long since;

    /**
     * Starts the timer.
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

    /** Restarts the interval, because a checkpoint was made. */
    void restart() {
        since = nanoTime.getAsLong();
    }
}
