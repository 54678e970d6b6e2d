package org.dcgan.process;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** A single-thread executor that reports exceptions of its tasks, which executors otherwise swallow. */
final class ServiceExecutor extends ScheduledThreadPoolExecutor {
    private final String name;
    private final ServiceThreads threads;

    ServiceExecutor(String name, ServiceThreads threads) {
        super(1, task -> ServiceThreads.daemon(name, task));
        this.name = name;
        this.threads = threads;
    }

    @Override
    protected void afterExecute(Runnable task, Throwable thrown) {
        Throwable failure = thrown == null ? failureOf(task) : thrown;
        if (failure == null || isShutdown()) {
            return;
        }
        try {
            threads.failed(name, failure);
        } finally {
            shutdownNow().forEach(waiting -> ((Future<?>) waiting).cancel(false));
        }
    }

    /** A repeating or cancelled task has no result to check. */
    private static Throwable failureOf(Runnable task) {
        Future<?> done = (Future<?>) task;
        if (!done.isDone() || done.isCancelled()) {
            return null;
        }
        try {
            done.get();
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
