package org.dcgan.trainer;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.dcgan.retry.Retries;
import org.jboss.logging.Logger;

/** A queue whose consumer is polled for one message after another, and made anew when it is of no more use. */
abstract class PollingJobQueue implements JobQueue {
    /** How long a broker may take to answer; a closing worker waits no longer for one that is away. */
    static final Duration ANSWER = Duration.ofSeconds(5);

    static final Duration POLL = Duration.ofMillis(500);

    private static final Logger LOG = Logger.getLogger(PollingJobQueue.class);
    private static final Duration PAUSE_AFTER_TROUBLE = Duration.ofSeconds(1);

    private volatile boolean closed;
    private String trouble;

    @Override
    public final void serve(JobHandler handler) throws InterruptedException {
        try (HandlerThread worker = new HandlerThread(handler)) {
            while (!closed) {
                try {
                    connectAndServe(worker);
                } catch (InterruptException e) {
                    throw Retries.interruption(e);
                } catch (KafkaException | IllegalStateException e) {
                    logOnce(e.toString());
                    TimeUnit.MILLISECONDS.sleep(PAUSE_AFTER_TROUBLE.toMillis());
                }
            }
        }
    }

    @Override
    public final void close() {
        closed = true;
    }

    /** Whether nothing more is to be taken. */
    final boolean isClosed() {
        return closed;
    }

    /** A queue that cannot connect tries each second; the reason is logged when it changes. */
    private void logOnce(String now) {
        if (!now.equals(trouble)) {
            LOG.warnf("the queue connects again: %s", now);
        }
        trouble = now;
    }

    /**
     * Serves with one consumer until the queue is closed.
     *
     * @throws KafkaException if another consumer is needed
     * @throws IllegalStateException likewise
     */
    abstract void connectAndServe(HandlerThread worker) throws InterruptedException;
}
