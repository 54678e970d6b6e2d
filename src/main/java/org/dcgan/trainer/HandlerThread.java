package org.dcgan.trainer;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.dcgan.topic.JobMessage;
import org.dcgan.trainer.JobHandler.Verdict;
import org.jboss.logging.Logger;

/**
 * Runs the handler of a message while the queue's own thread renews the lease. When the lease is lost, the handler has the time of
 * one more lease to store its results; then it is interrupted, so that it does not keep waiting for a store or a broker although
 * another worker has the message.
 */
final class HandlerThread implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(HandlerThread.class);
    /** Delays the release of a message whose handler failed, so that it is not retried at full speed. */
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    private final JobHandler handler;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ExecutorService executor = Executors.newSingleThreadExecutor(this::thread);
    private Thread thread;

    /** @param handler called with one message at a time */
    HandlerThread(JobHandler handler) {
        this.handler = handler;
    }

    /**
     * Runs the handler with a message.
     *
     * @param renewal extends the lease or loses it; called on the calling thread, several times while a lease lasts
     * @return what the handler decided; nothing if the lease was lost
     */
    Optional<Verdict> handle(JobMessage message, Lease lease, Runnable renewal) throws InterruptedException {
        Future<Verdict> work = executor.submit(() -> verdict(message, lease));
        boolean isLost = false;
        long noticed = 0;
        while (true) {
            try {
                Verdict verdict = work.get(lease.renewalPause().toMillis(), TimeUnit.MILLISECONDS);
                return lease.isHeld() ? Optional.of(verdict) : Optional.empty();
            } catch (TimeoutException e) {
                if (lease.isHeld()) {
                    renew(lease, renewal);
                } else if (!isLost) {
                    isLost = true;
                    noticed = System.nanoTime();
                } else if (System.nanoTime() - noticed > lease.granted().toNanos()) {
                    thread.interrupt();
                }
            } catch (ExecutionException e) {
                if (e.getCause() instanceof Error error) {
                    throw error; // reconnecting would not help
                }
                throw new IllegalStateException("the handler cannot continue: " + e.getCause(), e.getCause());
            }
        }
    }

    /** Interrupts the handler. */
    @Override
    public void close() {
        closing.countDown();
        executor.shutdownNow();
    }

    private static void renew(Lease lease, Runnable renewal) {
        try {
            renewal.run();
        } catch (RuntimeException e) {
            LOG.warn("the lease could not be renewed", e);
            lease.lose();
        }
    }

    private Verdict verdict(JobMessage message, Lease lease) {
        try {
            return handler.handle(message, lease);
        } catch (RuntimeException e) {
            LOG.errorf(e, "message %s is released, because its handler failed", message.origin());
            return afterPause(Verdict.GIVE_BACK);
        }
    }

    private Verdict afterPause(Verdict verdict) {
        try {
            closing.await(PAUSE_AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            LOG.debug("not waited for", e);
        }
        return verdict;
    }

    private Thread thread(Runnable work) {
        thread = new Thread(work, "trainer");
        return thread;
    }
}
