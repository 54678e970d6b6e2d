package org.dcgan.trainer;

import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.dcgan.process.ServiceThreads;
import org.dcgan.retry.Retries;
import org.jboss.logging.Logger;

/**
 * Stores and publishes the results of a run on its own thread, in order, and retries each task until it succeeds. If too much is
 * waiting, {@code add} blocks; no task is dropped.
 */
final class Backlog implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Backlog.class);

    private static final int MEBIBYTE = 1 << 20;
    private static final String THREAD = "recorder";

    private final int capacity;
    private final Semaphore room;
    private final Retries retries;
    private final ServiceThreads threads;
    private final ExecutorService thread;
    private volatile Throwable failure;

    /**
     * Creates an empty backlog.
     *
     * @param capacity memory in MiB that waiting tasks may hold
     * @param retries how a task is retried
     * @param threads start the thread, and receive its errors
     */
    Backlog(int capacity, Retries retries, ServiceThreads threads) {
        this.capacity = capacity;
        this.room = new Semaphore(capacity);
        this.retries = retries;
        this.threads = threads;
        this.thread = threads.executor(THREAD);
    }

    /** Adds a task that holds almost no memory; blocks while there is no room. */
    void add(Runnable task) throws InterruptedException {
        add(0, task);
    }

    /**
     * Adds a task; blocks while there is no room. A task larger than the capacity is accepted when no other one waits.
     *
     * @param bytes memory that it holds until it is done
     * @throws TrainingFailedException if an earlier task failed permanently
     */
    void add(long bytes, Runnable task) throws InterruptedException {
        int mebibytes = (int) Math.min(capacity, 1 + bytes / MEBIBYTE);
        room.acquire(mebibytes);
        if (failure != null) {
            room.release(mebibytes);
            throwError();
            throw new TrainingFailedException(ServiceThreads.reason(failure));
        }
        thread.execute(() -> {
            try {
                attempt(task);
            } finally {
                room.release(mebibytes);
            }
        });
    }

    /**
     * Waits until everything added so far is done.
     *
     * @return why a task failed permanently, if one did; the tasks added after it are not done either
     * @throws Error thrown by a task, such as OutOfMemoryError
     */
    Optional<String> drain() throws InterruptedException {
        try {
            thread.submit(() -> {}).get();
        } catch (CancellationException | RejectedExecutionException | ExecutionException e) {
            LOG.debug("the thread has ended; its failure has been reported", e);
        }
        throwError();
        return Optional.ofNullable(failure).map(ServiceThreads::reason);
    }

    /** Drops the tasks that are not done yet. */
    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void throwError() {
        if (failure instanceof Error error) {
            throw error;
        }
    }

    private void attempt(Runnable task) {
        try {
            if (failure == null) {
                retries.untilDone(task);
            }
        } catch (InterruptedException e) {
            LOG.debug("dropped", e);
        } catch (RuntimeException e) {
            failure = e;
            LOG.error("the results of the run cannot be stored", e);
        } catch (Error e) { // ends this run, and may affect the whole process
            failure = e;
            threads.failed(THREAD, e);
        }
    }
}
