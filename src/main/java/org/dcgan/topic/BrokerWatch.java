package org.dcgan.topic;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;

/** Notes when the broker has answered last. It may be asked by any thread. */
final class BrokerWatch {
    private volatile Answer last;
    private volatile String obstacle;

    /**
     * An answer of the broker.
     *
     * @param time by the monotonic clock
     * @param at by the wall clock; null where the broker is asked for the first time and has not answered yet
     */
    private record Answer(long time, Instant at) {
        Duration silence() {
            return Duration.ofNanos(System.nanoTime() - time);
        }
    }

    /** The broker is asked from now on. */
    void begin() {
        last = new Answer(System.nanoTime(), null);
    }

    /** The broker has answered. */
    void answered() {
        last = new Answer(System.nanoTime(), Instant.now());
        obstacle = null;
    }

    /** It could not be asked, or refused to answer. A time-out says no more than that there was no answer. */
    void refused(KafkaException e) {
        if (!(e instanceof RetriableException)) {
            obstacle = e.getMessage();
        }
    }

    /** Whether the broker has not answered for longer than this, or not at all. */
    boolean isSilentFor(Duration patience) {
        Answer answer = last;
        return answer.at() == null || answer.silence().compareTo(patience) > 0;
    }

    /**
     * Whether the broker is away; empty before it is asked.
     *
     * @param patience how long a broker that has answered once may be silent
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
