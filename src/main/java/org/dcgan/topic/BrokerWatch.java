package org.dcgan.topic;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;

/** Notes when the broker answered last. Thread-safe. */
final class BrokerWatch {
    private volatile Answer last;
    private volatile String obstacle;

    /**
     * An answer of the broker.
     *
     * @param time by the monotonic clock
     * @param at by the wall clock; null if the broker has never answered
     */
    private record Answer(long time, Instant at) {
        Duration silence() {
            return Duration.ofNanos(System.nanoTime() - time);
        }
    }

    /** Starts the watch. */
    void begin() {
        last = new Answer(System.nanoTime(), null);
    }

    /** Notes an answer of the broker. */
    void answered() {
        last = new Answer(System.nanoTime(), Instant.now());
        obstacle = null;
    }

    /** Notes why the broker could not be asked. A time-out is not noted, because it says no more than that there was no answer. */
    void refused(KafkaException e) {
        if (!(e instanceof RetriableException)) {
            obstacle = e.getMessage();
        }
    }

    /** Whether the broker has not answered for longer than this, or never. */
    boolean isSilentFor(Duration patience) {
        Answer answer = last;
        return answer.at() == null || answer.silence().compareTo(patience) > 0;
    }

    /**
     * The broker's outage, if there is one; empty before the watch starts.
     *
     * @param patience how long a broker that has answered before may be silent
     */
    Optional<Outage> outage(Duration patience) {
        Answer answer = last;
        if (answer == null || !isSilentFor(patience)) {
            return Optional.empty();
        }
        String since = answer.at() == null ? "yet" : "since " + answer.at().truncatedTo(ChronoUnit.SECONDS);
        String reason = obstacle == null ? "" : ": " + obstacle;
        return Optional.of(new Outage(answer.silence(), "the Kafka broker has not answered " + since + reason));
    }
}
