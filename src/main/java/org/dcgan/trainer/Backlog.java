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
 * What a run leaves to be stored and published: done in order, off the training thread, and again until it succeeds. If too
 * much is waiting, so does whoever adds to it; nothing is dropped.
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
     * An empty backlog.
     *
     * @param capacity MiB of memory that what waits may hold
     * @param retries how a task is tried again
     * @param threads start the thread, and are told of an error
     */
    Backlog(int capacity, Retries retries, ServiceThreads threads) {
        this.capacity = capacity;
        this.room = new Semaphore(capacity);
        this.retries = retries;
        this.threads = threads;
        this.thread = threads.executor(THREAD);
    }

    /** Adds a task that holds next to nothing, waiting while there is no room. */
    void add(Runnable task) throws InterruptedException {
        add(0, task);
    }

    /**
     * Adds a task, waiting while there is no room. One that is larger than all the room is taken up alone.
     *
     * @param bytes of memory that it holds until it is done
     * @throws TrainingFailedException if an earlier task could not be done
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
     * @return why something could not be done, however often it was tried; what was added after it is not done either
     * @throws Error that a task ended with, such as that memory has run out
     */
    Optional<String> drain() throws InterruptedException {
        try {
            thread.submit(() -> {}).get();
        } catch (CancellationException | RejectedExecutionException | ExecutionException e) {
            LOG.debug("the thread has ended, for a reason that is known", e);
        }
        throwError();
        return Optional.ofNullable(failure).map(ServiceThreads::reason);
    }

    /** Drops what is not done yet. */
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
            LOG.error("what the run made cannot be kept", e);
        } catch (Error e) { // ends this run, and may have spoilt more than that
            failure = e;
            threads.failed(THREAD, e);
        }
    }
}
