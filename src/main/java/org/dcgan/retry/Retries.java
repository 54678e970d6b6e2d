package org.dcgan.retry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.dcgan.store.StoreException;
import org.jboss.logging.Logger;

/** Retries actions that fail because the store or the broker is unavailable, with increasing delays. */
@Singleton
public final class Retries {
    private static final Logger LOG = Logger.getLogger(Retries.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    /** Interval between log lines, unless the reason changes. */
    private static final Duration LOGGED_EVERY = Duration.ofMinutes(5);

    private final Map<Object, String> waiting = new ConcurrentHashMap<>();
    private final Counter storeRetries;
    private final Counter brokerRetries;

    /** @param meters count the retries */
    @Inject
    public Retries(MeterRegistry meters) {
        storeRetries = counter("store", meters);
        brokerRetries = counter("broker", meters);
    }

    /**
     * Repeats an action until the store and the broker are available.
     *
     * @throws RuntimeException of the action, if it has another cause
     */
    public <T> T untilDone(Supplier<T> action) throws InterruptedException {
        Object waiter = new Object();
        Duration pause = FIRST_PAUSE;
        long logged = 0;
        try {
            while (true) {
                try {
                    return action.get();
                } catch (InterruptException e) {
                    throw interruption(e);
                } catch (RecordTooLargeException | SerializationException | InvalidTopicException e) {
                    throw e; // a retry would fail in the same way
                } catch (StoreException | KafkaException e) {
                    String reason = String.valueOf(e.getMessage());
                    boolean isNews = !reason.equals(waiting.put(waiter, reason));
                    (e instanceof StoreException ? storeRetries : brokerRetries).increment();
                    if (isNews || System.nanoTime() - logged > LOGGED_EVERY.toNanos()) {
                        LOG.warnf("retrying until it succeeds: %s", reason);
                        logged = System.nanoTime();
                    }
                    Thread.sleep(pause.toMillis());
                    pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
                }
            }
        } finally {
            waiting.remove(waiter);
        }
    }

    /** Converts a Kafka client's interrupt into Java's; clears the thread's flag, which the client has set again. */
    public static InterruptedException interruption(InterruptException cause) {
        Thread.interrupted();
        InterruptedException interruption = new InterruptedException(cause.getMessage());
        interruption.initCause(cause);
        return interruption;
    }

    /** The reason why a current action is being retried, if there is one. */
    public Optional<String> obstacle() {
        return waiting.values().stream().findFirst();
    }

    /** Like {@link #untilDone(Supplier)}, for an action that returns nothing. */
    public void untilDone(Runnable action) throws InterruptedException {
        untilDone(() -> {
            action.run();
            return null;
        });
    }

    private static Counter counter(String away, MeterRegistry meters) {
        return Counter.builder("dcgan.retries")
                .description("Retries, by what was unavailable")
                .tag("away", away)
                .register(meters);
    }
}
