package org.dcgan.trainer;

import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.dcgan.message.Cancellation;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.JobState;
import org.dcgan.message.Json;
import org.dcgan.topic.Topic;
import org.jboss.logging.Logger;

/**
 * What is known of every job: its last state and whether somebody wished its end.
 *
 * <p>Reads {@code dcgan.job-states} and {@code dcgan.cancellations} from their beginnings and goes on following them.
 */
@Singleton
final class JobLedger {
    private static final Logger LOG = Logger.getLogger(JobLedger.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    /** How often the broker is asked whether there is more, so that an outage is noticed. */
    private static final Duration CHECK = Duration.ofSeconds(5);

    private static final List<TopicPartition> FOLLOWED = List.of(
            new TopicPartition(Topic.JOB_STATES.topicName(), 0),
            new TopicPartition(Topic.CANCELLATIONS.topicName(), 0));

    private final Provider<Map<String, Object>> kafka;
    private final Map<String, JobState> states = new ConcurrentHashMap<>();
    private final Map<String, Cancellation> cancellations = new ConcurrentHashMap<>();
    private final Queue<CompletableFuture<Void>> waiting = new ConcurrentLinkedQueue<>();
    private KafkaConsumer<byte[], byte[]> consumer;
    private volatile long caughtUpAt = System.nanoTime();
    private Thread thread;

    /** @param kafka the broker's settings, asked when following begins */
    @Inject
    JobLedger(@Identifier("default-kafka-broker") Provider<Map<String, Object>> kafka) {
        this.kafka = kafka;
    }

    /** Begins to follow the topics. */
    void open() {
        Map<String, Object> settings = new HashMap<>(kafka.get());
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        // a question for the topics' ends waits behind the fetch that is under way
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int) POLL.toMillis());
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.assign(FOLLOWED);
        caughtUpAt = System.nanoTime();
        thread = new Thread(this::follow, "job-ledger");
        thread.start();
    }

    /** Stops following. */
    void close() throws InterruptedException {
        consumer.wakeup();
        thread.join();
    }

    /**
     * Waits until everything published before this call is known.
     *
     * @throws KafkaException if the broker does not answer, or the calling thread is interrupted
     */
    void catchUp() {
        CompletableFuture<Void> caughtUp = new CompletableFuture<>();
        waiting.add(caughtUp);
        try {
            caughtUp.get();
        } catch (ExecutionException e) {
            throw new KafkaException("cannot read the states of jobs", e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** For how long the broker has not answered, if it is away. */
    Optional<Duration> outage() {
        return Optional.of(behind()).filter(behind -> behind.compareTo(CHECK.multipliedBy(2)) > 0);
    }

    private Duration behind() {
        return Duration.ofNanos(System.nanoTime() - caughtUpAt);
    }

    /** The last state of a job, if it ever had one. */
    Optional<JobState> state(String jobId) {
        return Optional.ofNullable(states.get(jobId));
    }

    /** The wish that a job end, if there was one. */
    Optional<Cancellation> cancellation(String jobId) {
        return Optional.ofNullable(cancellations.get(jobId));
    }

    private void follow() {
        try {
            while (true) {
                followOnce();
            }
        } catch (WakeupException e) {
            waiting.forEach(asked -> asked.completeExceptionally(e));
        } finally {
            consumer.close(CloseOptions.timeout(ANSWER));
        }
    }

    private void followOnce() {
        CompletableFuture<Void> asked = null;
        try {
            consumer.poll(POLL).forEach(this::note);
            asked = waiting.poll();
            if (asked != null || behind().compareTo(CHECK) > 0) {
                readToTheEnd();
            }
            if (asked != null) {
                asked.complete(null);
            }
        } catch (WakeupException e) {
            if (asked != null) {
                asked.completeExceptionally(e);
            }
            throw e;
        } catch (KafkaException e) {
            LOG.debug("the ledger could not be read", e);
            if (asked != null) {
                asked.completeExceptionally(e);
            }
        }
    }

    private void readToTheEnd() {
        long begun = System.nanoTime();
        Map<TopicPartition, Long> ends = consumer.endOffsets(FOLLOWED, ANSWER);
        while (FOLLOWED.stream().anyMatch(partition -> consumer.position(partition, ANSWER) < ends.get(partition))) {
            consumer.poll(POLL).forEach(this::note);
        }
        caughtUpAt = begun;
    }

    private void note(ConsumerRecord<byte[], byte[]> message) {
        try {
            if (message.topic().equals(Topic.CANCELLATIONS.topicName())) {
                Cancellation cancellation = Json.read(message.value(), Cancellation.class);
                cancellations.put(cancellation.jobId(), cancellation);
            } else if (message.value() != null) {
                JobState state = Json.read(message.value(), JobState.class);
                states.merge(state.jobId(), state, JobLedger::newer);
            }
        } catch (InvalidMessageException e) {
            LOG.warnf(
                    "%s-%d@%d passed over: %s", message.topic(), message.partition(), message.offset(), e.getMessage());
        }
    }

    /**
     * What an older attempt says no longer counts, nor anything after the end. Of the messages that claim a job the first has
     * it; it may go on as a copy of itself.
     */
    private static JobState newer(JobState known, JobState next) {
        boolean isLate = known.state().isTerminal() || next.attempt() < known.attempt();
        boolean isOthers = next.attempt() == known.attempt()
                && known.origin() != null
                && !known.origin().equals(next.origin())
                && (next.origin() == null || !JobMessage.isCopy(next.origin(), known.origin()));
        return isLate || isOthers ? known : next;
    }
}
