package org.dcgan.trainer;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.dcgan.retry.Retries;
import org.jboss.logging.Logger;

/** A queue that polls a consumer for one message at a time, and replaces the consumer when it can no longer be used. */
abstract class PollingJobQueue implements JobQueue {
    /** How long a broker may take to answer; also how long a closing worker waits for a broker that is unavailable. */
    static final Duration ANSWER = Duration.ofSeconds(5);

    static final Duration POLL = Duration.ofMillis(500);

    private static final Logger LOG = Logger.getLogger(PollingJobQueue.class);
    private static final Duration PAUSE_AFTER_TROUBLE = Duration.ofSeconds(1);
    /** A rejected consumer may report it only after a few polls. */
    private static final Duration SOUND_AFTER = Duration.ofSeconds(5);

    private final Duration lock;
    private volatile boolean closed;
    private volatile String trouble;

    /** @param lock how long a worker keeps a message without renewing its lock */
    PollingJobQueue(Duration lock) {
        this.lock = lock;
    }

    /** A member of the group. Any method may throw a {@link KafkaException}; the member is then replaced. */
    interface Member extends AutoCloseable {
        /** Polls for messages, for at most {@link #POLL}. */
        Iterable<ConsumerRecord<byte[], byte[]>> poll();

        /**
         * Has a message handled and sends the acknowledgement, renewing the lease meanwhile.
         *
         * @return whether the member can still be used
         */
        boolean serve(ConsumerRecord<byte[], byte[]> message, Lease lease, HandlerThread worker)
                throws InterruptedException;

        @Override
        void close();
    }

    /** Joins the group. */
    abstract Member join();

    @Override
    public final void serve(JobHandler handler) throws InterruptedException {
        try (HandlerThread worker = new HandlerThread(handler)) {
            while (!closed) {
                try {
                    if (handler.isReady()) {
                        joinAndServe(handler, worker);
                    } else {
                        TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
                    }
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

    @Override
    public final Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    private void joinAndServe(JobHandler handler, HandlerThread worker) throws InterruptedException {
        try (Member member = join()) {
            boolean isOfUse = true;
            long joined = System.nanoTime();
            long before = joined; // a poll may return messages that were fetched since the previous poll
            while (isOfUse && !closed && handler.isReady()) {
                long now = System.nanoTime();
                for (ConsumerRecord<byte[], byte[]> message : member.poll()) {
                    trouble = null;
                    isOfUse &= member.serve(message, new Lease(lock, before, System::nanoTime), worker);
                    now = System.nanoTime();
                }
                before = now;
                if (now - joined > SOUND_AFTER.toNanos()) {
                    trouble = null;
                }
            }
        }
    }

    /** Retries each second while it cannot connect; logs the reason when it changes. */
    private void logOnce(String now) {
        if (!now.equals(trouble)) {
            LOG.warnf("the queue reconnects: %s", now);
        }
        trouble = now;
    }
}
