package org.dcgan.trainer;

import java.time.Instant;

/**
 * A process that is started again whenever it has ended. What its threads do are events in virtual time; it may end or be suspended
 * between any two. Its clocks are not quite right.
 */
abstract class SimulatedProcess {
    private static final long START_MILLIS = 500;

    private final VirtualTime time;
    private final double clockRate;
    private int life;
    private boolean alive;
    private long suspendedUntil;
    private long wallClockAhead;

    /**
     * A process that has not been started.
     *
     * @param clockRate how fast its monotonic clock runs
     */
    SimulatedProcess(VirtualTime time, double clockRate) {
        this.time = time;
        this.clockRate = clockRate;
    }

    /** What it does first. */
    abstract void begin();

    final void start() {
        alive = true;
        begin();
    }

    /** Ends the process, which is started again some time later. */
    final void end(long restartAfter) {
        alive = false;
        life++;
        suspendedUntil = 0;
        time.after(START_MILLIS + restartAfter, this::start);
    }

    final void suspend(long until) {
        suspendedUntil = Math.max(suspendedUntil, until);
    }

    final void moveWallClock(long millis) {
        wallClockAhead += millis;
    }

    final boolean isAlive() {
        return alive;
    }

    /** Which of its lives the process is in. */
    final int life() {
        return life;
    }

    final long nanoTime() {
        return (long) (time.now() * 1e6 * clockRate);
    }

    final Instant wallClock() {
        return Instant.ofEpochMilli(1_000_000 + time.now() + wallClockAhead);
    }

    /** Does something after a while if the process is in the same life then; a suspended one does it later. */
    final void after(long delay, Runnable action) {
        int current = life;
        time.after(
                delay,
                () -> ifIn(current, () -> {
                    if (time.now() < suspendedUntil) {
                        after(suspendedUntil - time.now(), action);
                    } else {
                        action.run();
                    }
                }));
    }

    /** Does something if the process is in a certain life. */
    final void ifIn(int certain, Runnable action) {
        if (life == certain && alive) {
            action.run();
        }
    }
}
