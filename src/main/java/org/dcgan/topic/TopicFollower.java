package org.dcgan.topic;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
import org.dcgan.message.InvalidMessageException;
import org.dcgan.process.ServiceThreads;
import org.jboss.logging.Logger;

/**
 * Reads the committed messages of topics and keeps following them, on one thread. It begins with the oldest messages and reads each
 * topic to its end before the next, in the order of {@link Topic}; or it begins with {@linkplain #ofNews new messages}. After that it
 * reads all topics together.
 *
 * <p>A message whose reader throws, for example an {@link InvalidMessageException}, is skipped; see {@link SkippedMessages}. While
 * the broker is unavailable, or its name cannot be resolved, it waits.
 */
public final class TopicFollower {
    private static final Logger LOG = Logger.getLogger(TopicFollower.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    /** How often the broker is asked whether there is more, so that an outage is noticed. */
    private static final Duration CHECK = Duration.ofSeconds(5);

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final String name;
    private final ServiceThreads threads;
    private final SkippedMessages skipped;
    private final boolean fromNowOn;
    private final Map<TopicPartition, Consumer<ConsumerRecord<byte[], byte[]>>> readers;
    private final Queue<TopicPartition> unread;
    private final Queue<CompletableFuture<Void>> waiting = new ConcurrentLinkedQueue<>();
    /** Completed when the topics have been read to their ends. */
    private final List<CompletableFuture<Void>> asked = new ArrayList<>();

    private volatile FollowerEndedException end;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile KafkaConsumer<byte[], byte[]> consumer;
    private final BrokerWatch broker = new BrokerWatch();
    private Thread thread;

    /**
     * Creates a follower that has not begun.
     *
     * @param name of its thread
     * @param threads start it
     * @param skipped receive messages whose reader throws
     * @param readers receive every message of their topic, on the follower's thread
     */
    public TopicFollower(
            String name,
            ServiceThreads threads,
            SkippedMessages skipped,
            Map<Topic, Consumer<ConsumerRecord<byte[], byte[]>>> readers) {
        this(name, threads, skipped, readers, false);
    }

    private TopicFollower(
            String name,
            ServiceThreads threads,
            SkippedMessages skipped,
            Map<Topic, Consumer<ConsumerRecord<byte[], byte[]>>> readers,
            boolean fromNowOn) {
        this.name = name;
        this.threads = threads;
        this.skipped = skipped;
        this.fromNowOn = fromNowOn;
        this.readers = readers.entrySet().stream()
                .collect(Collectors.toMap(reader -> reader.getKey().partition(), Map.Entry::getValue));
        this.unread = new EnumMap<>(readers)
                .keySet().stream().map(Topic::partition).collect(Collectors.toCollection(ArrayDeque::new));
    }

    /** Creates a follower that reads only messages published after the broker was first reached. */
    public static TopicFollower ofNews(
            String name,
            ServiceThreads threads,
            SkippedMessages skipped,
            Map<Topic, Consumer<ConsumerRecord<byte[], byte[]>>> readers) {
        return new TopicFollower(name, threads, skipped, readers, true);
    }

    /**
     * Starts to follow the topics.
     *
     * @param kafka the broker's settings
     */
    public void open(Map<String, Object> kafka) {
        broker.begin();
        thread = threads.start(
                name, () -> follow(kafka), cause -> end("failed: " + ServiceThreads.reason(cause), cause));
    }

    /** Stops following, if it has started. */
    public void close() throws InterruptedException {
        closing.countDown();
        if (consumer != null) {
            consumer.wakeup();
        }
        if (thread != null) {
            thread.join();
        }
    }

    /**
     * Completes, on the follower's thread, when everything published before this call has been read, up to the first message of a
     * transaction that is still open; with a {@link KafkaException} if the broker does not answer; with a
     * {@link FollowerEndedException} if reading has ended.
     */
    public CompletableFuture<Void> caughtUp() {
        CompletableFuture<Void> caughtUp = new CompletableFuture<>();
        waiting.add(caughtUp);
        if (end != null) {
            releaseWaiting();
        }
        return caughtUp;
    }

    /** The broker's outage, if it does not answer; empty before the follower is opened. */
    public Optional<Outage> outage() {
        return broker.outage(CHECK.multipliedBy(2));
    }

    private void follow(Map<String, Object> kafka) throws InterruptedException {
        try {
            while (consumer == null) {
                connect(kafka);
            }
            while (closing.getCount() > 0) {
                followOnce();
            }
            end("was closed", null);
        } catch (WakeupException e) {
            end("was closed", e);
        } finally {
            if (consumer != null) {
                consumer.close(CloseOptions.timeout(ANSWER));
            }
        }
    }

    private void connect(Map<String, Object> kafka) throws InterruptedException {
        try {
            KafkaConsumer<byte[], byte[]> created = KafkaClients.consumer(kafka, settings());
            created.assign(readers.keySet());
            if (fromNowOn) {
                unread.clear();
            }
            created.pause(unread);
            consumer = created;
        } catch (KafkaException e) {
            broker.refused(e);
            askWaiting();
            refuse(e);
            if (closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new WakeupException();
            }
        }
    }

    private Map<String, Object> settings() {
        return Map.of(
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                fromNowOn ? "latest" : "earliest",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                // a request for the topics' ends waits behind the current fetch
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                (int) POLL.toMillis());
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

    private void askWaiting() {
        for (CompletableFuture<Void> next = waiting.poll(); next != null; next = waiting.poll()) {
            asked.add(next);
        }
    }

    private void refuse(KafkaException e) {
        asked.forEach(caughtUp -> caughtUp.completeExceptionally(e));
        asked.clear();
    }

    private void followOnce() {
        try {
            readOn();
            askWaiting();
            if (!unread.isEmpty() || !asked.isEmpty() || broker.isSilentFor(CHECK)) {
                readToTheEnd();
            }
            asked.forEach(caughtUp -> caughtUp.complete(null));
            asked.clear();
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            broker.refused(e);
            refuse(e);
            LOG.debugf(e, "%s could not continue to read", name);
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
        broker.answered();
        while (partitions.stream().anyMatch(partition -> consumer.position(partition, ANSWER) < ends.get(partition))) {
            readOn();
        }
    }

    private void readOn() {
        ConsumerRecords<byte[], byte[]> messages = consumer.poll(POLL);
        if (!messages.isEmpty()) {
            broker.answered();
        }
        for (ConsumerRecord<byte[], byte[]> message : messages) {
            try {
                readers.get(new TopicPartition(message.topic(), message.partition()))
                        .accept(message);
            } catch (RuntimeException e) { // the next message can be read
                skipped.skip(message, e);
            }
        }
    }
}
