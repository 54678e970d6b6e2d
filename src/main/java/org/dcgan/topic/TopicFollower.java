package org.dcgan.topic;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.process.ServiceThreads;
import org.jboss.logging.Logger;

/**
 * Reads topics from their beginnings and goes on following them, on one thread. At first each topic is read to its end before the
 * next, in the order of {@link Topic}; from then on they are read side by side.
 *
 * <p>A message that is refused by its reader with an {@link InvalidMessageException} is passed over with a warning. While the
 * broker is away it waits.
 */
public final class TopicFollower {
    private static final Logger LOG = Logger.getLogger(TopicFollower.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    /** How often the broker is asked whether there is more, so that an outage is noticed. */
    private static final Duration CHECK = Duration.ofSeconds(5);

    private final String name;
    private final ServiceThreads threads;
    private final Map<TopicPartition, Consumer<ConsumerRecord<byte[], byte[]>>> readers;
    private final Queue<TopicPartition> unread;
    private final Queue<CompletableFuture<Void>> waiting = new ConcurrentLinkedQueue<>();
    /** Those who are told when the topics have been read to their ends. */
    private final List<CompletableFuture<Void>> asked = new ArrayList<>();

    private volatile FollowerEndedException end;
    private KafkaConsumer<byte[], byte[]> consumer;
    private volatile long answeredAt = System.nanoTime();
    private Thread thread;

    /**
     * A follower that has not begun.
     *
     * @param name of its thread
     * @param threads start it
     * @param readers are told every message of their topic, on the follower's thread
     */
    public TopicFollower(
            String name, ServiceThreads threads, Map<Topic, Consumer<ConsumerRecord<byte[], byte[]>>> readers) {
        this.name = name;
        this.threads = threads;
        this.readers = readers.entrySet().stream()
                .collect(Collectors.toMap(reader -> reader.getKey().partition(), Map.Entry::getValue));
        this.unread = new EnumMap<>(readers)
                .keySet().stream().map(Topic::partition).collect(Collectors.toCollection(ArrayDeque::new));
    }

    /**
     * Begins to follow the topics.
     *
     * @param kafka the broker's settings
     */
    public void open(Map<String, Object> kafka) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        // a question for the topics' ends waits behind the fetch that is under way
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int) POLL.toMillis());
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.assign(readers.keySet());
        consumer.pause(unread);
        answeredAt = System.nanoTime();
        thread = threads.start(name, this::follow, cause -> end("failed: " + ServiceThreads.reason(cause), cause));
    }

    /** Stops following. */
    public void close() throws InterruptedException {
        consumer.wakeup();
        thread.join();
    }

    /**
     * Completes, on the follower's thread, when everything published before this call has been read; with a
     * {@link KafkaException} if the broker does not answer; with a {@link FollowerEndedException} if nothing more is read.
     */
    public CompletableFuture<Void> caughtUp() {
        CompletableFuture<Void> caughtUp = new CompletableFuture<>();
        waiting.add(caughtUp);
        if (end != null) {
            releaseWaiting();
        }
        return caughtUp;
    }

    /** For how long the broker has not answered, if it is away. */
    public Optional<Duration> outage() {
        return Optional.of(silence()).filter(silence -> silence.compareTo(CHECK.multipliedBy(2)) > 0);
    }

    private Duration silence() {
        return Duration.ofNanos(System.nanoTime() - answeredAt);
    }

    private void follow() {
        try {
            while (true) {
                followOnce();
            }
        } catch (WakeupException e) {
            end("was closed", e);
        } finally {
            consumer.close(CloseOptions.timeout(ANSWER));
        }
    }

    private void end(String how, Throwable cause) {
        end = new FollowerEndedException("follower " + name + " " + how, cause);
        asked.forEach(caughtUp -> caughtUp.completeExceptionally(end));
        asked.clear();
        releaseWaiting();
    }

    private void releaseWaiting() {
        for (CompletableFuture<Void> next = waiting.poll(); next != null; next = waiting.poll()) {
            next.completeExceptionally(end);
        }
    }

    private void followOnce() {
        try {
            readOn();
            for (CompletableFuture<Void> next = waiting.poll(); next != null; next = waiting.poll()) {
                asked.add(next);
            }
            if (!unread.isEmpty() || !asked.isEmpty() || silence().compareTo(CHECK) > 0) {
                readToTheEnd();
            }
            asked.forEach(caughtUp -> caughtUp.complete(null));
            asked.clear();
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            asked.forEach(caughtUp -> caughtUp.completeExceptionally(e));
            asked.clear();
            LOG.debugf(e, "%s could not read on", name);
        }
    }

    private void readToTheEnd() {
        while (!unread.isEmpty()) {
            TopicPartition next = unread.peek();
            consumer.resume(List.of(next));
            readToTheEnd(List.of(next));
            unread.remove();
        }
        readToTheEnd(readers.keySet());
    }

    private void readToTheEnd(Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, ANSWER);
        answeredAt = System.nanoTime();
        while (partitions.stream().anyMatch(partition -> consumer.position(partition, ANSWER) < ends.get(partition))) {
            readOn();
        }
    }

    private void readOn() {
        ConsumerRecords<byte[], byte[]> messages = consumer.poll(POLL);
        if (!messages.isEmpty()) {
            answeredAt = System.nanoTime();
        }
        for (ConsumerRecord<byte[], byte[]> message : messages) {
            try {
                readers.get(new TopicPartition(message.topic(), message.partition()))
                        .accept(message);
            } catch (InvalidMessageException e) {
                LOG.warnf(
                        "%s-%d@%d passed over: %s",
                        message.topic(), message.partition(), message.offset(), e.getMessage());
            }
        }
    }
}
