package org.dcgan.trainer;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/**
 * What a run leaves to be stored and published: done in order, off the training thread, and again until it succeeds. If too
 * much is waiting, so does whoever adds to it; nothing is dropped.
 */
final class Backlog implements AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> new Thread(task, "journal"));
    private final Semaphore room;
    private final Retries retries;
    private volatile Future<Void> last;

    /**
     * An empty backlog.
     *
     * @param capacity tasks that may wait
     * @param retries how a task is tried again
     */
    Backlog(int capacity, Retries retries) {
        this.room = new Semaphore(capacity);
        this.retries = retries;
    }

    /** Adds a task, waiting while there is no room. */
    void add(Runnable task) throws InterruptedException {
        room.acquire();
        Future<Void> before = last;
        last = thread.submit(() -> {
            try {
                if (before != null) {
                    before.get(); // a task that failed for good fails those after it
                }
                retries.untilDone(task);
                return null;
            } finally {
                room.release();
            }
        });
    }

    /**
     * Waits until everything added so far is done.
     *
     * @throws IllegalStateException if a task failed and trying again was of no use
     */
    void drain() throws InterruptedException {
        try {
            if (last != null) {
                last.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "cannot keep what the run made: " + rootOf(e).getMessage(), e);
        }
    }

    /** Drops what is not done yet. */
    @Override
    public void close() {
        thread.shutdownNow();
    }

    private static Throwable rootOf(Throwable e) {
        return e.getCause() == null ? e : rootOf(e.getCause());
    }
}
