package org.dcgan.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.dcgan.Transactions;
import org.dcgan.embedded.EmbeddedKafka;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.process.ServiceThreads;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class TopicFollowerTest {
    private final List<String> read = new CopyOnWriteArrayList<>();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final ServiceThreads threads = new ServiceThreads();
    private final TopicFollower follower = new TopicFollower(
            "follower",
            threads,
            new SkippedMessages(meters),
            Map.of(Topic.LOSSES, this::read, Topic.JOB_STATES, this::read));
    private EmbeddedKafka broker;
    private Map<String, Object> kafka;
    private Publisher publisher;

    @BeforeEach
    void startBroker(@TempDir Path directory) throws Exception {
        broker = EmbeddedKafka.start(directory, 0);
        kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
        publisher = new Publisher(() -> kafka);
        try (Admin admin = Admin.create(kafka)) {
            admin.createTopics(List.of(Topic.JOB_STATES.creation(), Topic.LOSSES.creation()))
                    .all()
                    .get();
        }
    }

    @AfterEach
    void stopBroker() throws Exception {
        follower.close();
        publisher.close();
        broker.close();
    }

    @Test
    void atFirstATopicIsReadToItsEndBeforeTheNext() throws Exception {
        for (int i = 0; i < 100; i++) {
            publish(Topic.LOSSES, "loss");
        }
        publish(Topic.JOB_STATES, "state");

        follower.open(kafka);
        catchUp();

        assertThat(read).hasSize(101).startsWith("state", "loss");
    }

    @Test
    void readsNewMessagesAfterCatchingUp() throws Exception {
        follower.open(kafka);
        catchUp();
        publish(Topic.LOSSES, "loss");
        publish(Topic.JOB_STATES, "state");

        catchUp();

        assertThat(read).containsExactlyInAnyOrder("loss", "state");
    }

    @Test
    void aRefusedMessageIsPassedOver() throws Exception {
        publish(Topic.LOSSES, "refused");
        publish(Topic.LOSSES, "loss");

        follower.open(kafka);
        catchUp();

        assertThat(read).containsExactly("loss");
        assertThat(meters.get("dcgan.messages.skipped")
                        .tag("topic", "dcgan.losses")
                        .counter()
                        .count())
                .isOne();
    }

    @Test
    void aMessageThatItsReaderFailsAtIsPassedOver() throws Exception {
        publish(Topic.LOSSES, "broken");
        publish(Topic.LOSSES, "loss");

        follower.open(kafka);
        catchUp();

        assertThat(read).containsExactly("loss");
        assertThat(threads.failure()).isEmpty();
    }

    @Test
    void neverReadsMessagesOfAnAbortedTransaction() throws Exception {
        try (KafkaProducer<byte[], byte[]> other = Transactions.producer(kafka)) {
            publishIn(other, Topic.LOSSES, "aborted");
            other.abortTransaction();
        }
        publish(Topic.LOSSES, "loss");

        follower.open(kafka);
        catchUp();

        assertThat(read).containsExactly("loss");
    }

    @Test
    void aTopicThatEndsInAnAbortedTransactionIsCaughtUpWith() throws Exception {
        follower.open(kafka);
        try (KafkaProducer<byte[], byte[]> other = Transactions.producer(kafka)) {
            publishIn(other, Topic.LOSSES, "aborted");
            other.abortTransaction();
        }

        catchUp();

        assertThat(read).isEmpty();
    }

    @Test
    void readsMessagesOfACommittedTransaction() throws Exception {
        follower.open(kafka);
        try (KafkaProducer<byte[], byte[]> other = Transactions.producer(kafka)) {
            publishIn(other, Topic.LOSSES, "committed");
            other.commitTransaction();
        }

        catchUp();

        assertThat(read).containsExactly("committed");
    }

    @Test
    void anOpenTransactionDelaysOnlyTheMessagesAfterIt() throws Exception {
        follower.open(kafka);
        publish(Topic.LOSSES, "before");
        try (KafkaProducer<byte[], byte[]> other = Transactions.producer(kafka)) {
            publishIn(other, Topic.LOSSES, "within");
            publish(Topic.LOSSES, "behind");

            catchUp();

            assertThat(read).containsExactly("before");
            other.commitTransaction();
        }
        catchUp();
        assertThat(read).containsExactly("before", "within", "behind");
    }

    @Test
    void anErrorOfAReaderReleasesPresentAndFutureWaiters() throws Exception {
        publish(Topic.LOSSES, "error");
        CompletableFuture<Void> asked = follower.caughtUp();

        follower.open(kafka);

        assertThatThrownBy(() -> asked.get(60, TimeUnit.SECONDS))
                .hasCauseInstanceOf(FollowerEndedException.class)
                .hasMessageContaining("follower follower failed: java.lang.NoClassDefFoundError: of a reader");
        assertThat(follower.caughtUp()).isCompletedExceptionally();
        assertThat(threads.failure()).contains("thread follower failed: java.lang.NoClassDefFoundError: of a reader");
    }

    @Test
    void requestsFailOnceItIsClosed() throws Exception {
        follower.open(kafka);
        catchUp();

        follower.close();

        assertThat(follower.caughtUp()).isCompletedExceptionally();
        assertThat(threads.failure()).isEmpty();
    }

    @Test
    void skipsMessagesPublishedBeforeTheStart() throws Exception {
        publish(Topic.LOSSES, "before");
        TopicFollower news =
                TopicFollower.ofNews("news", threads, new SkippedMessages(meters), Map.of(Topic.LOSSES, this::read));
        news.open(kafka);
        news.caughtUp().get(60, TimeUnit.SECONDS);
        publish(Topic.LOSSES, "after");

        news.caughtUp().get(60, TimeUnit.SECONDS);

        assertThat(read).containsExactly("after");
        news.close();
    }

    @Test
    void reportsAnUnresolvableNameAsAnOutage() {
        follower.open(Map.of("bootstrap.servers", "nowhere.invalid:9092"));

        assertThatThrownBy(this::catchUp).hasCauseInstanceOf(KafkaException.class);
        assertThat(follower.outage().orElseThrow().reason())
                .isEqualTo("the Kafka broker has not answered yet:"
                        + " no host of kafka.bootstrap.servers can be resolved: nowhere.invalid:9092");
    }

    @Test
    void onceTheNameCanBeResolvedItReads() {
        publish(Topic.LOSSES, "loss");
        Map<String, Object> settings = new ConcurrentHashMap<>(Map.of("bootstrap.servers", "nowhere.invalid:9092"));
        follower.open(settings);
        assertThatThrownBy(this::catchUp).hasCauseInstanceOf(KafkaException.class);

        settings.putAll(kafka);

        await().untilAsserted(() -> assertThat(read).containsExactly("loss"));
        assertThat(follower.outage()).isEmpty();
    }

    @Test
    void oneAddressOfSeveralIsEnough() throws Exception {
        publish(Topic.LOSSES, "loss");

        follower.open(Map.of("bootstrap.servers", "nowhere.invalid:9092," + broker.bootstrapServers()));
        catchUp();

        assertThat(read).containsExactly("loss");
    }

    private void read(ConsumerRecord<byte[], byte[]> message) {
        String key = new String(message.key(), UTF_8);
        if (key.equals("refused")) {
            throw new InvalidMessageException("key", key, "another");
        }
        if (key.equals("broken")) {
            throw new NullPointerException("of a reader");
        }
        if (key.equals("error")) {
            throw new NoClassDefFoundError("of a reader");
        }
        read.add(key);
    }

    private static void publishIn(KafkaProducer<byte[], byte[]> transaction, Topic topic, String key) throws Exception {
        transaction.beginTransaction();
        transaction
                .send(new ProducerRecord<>(topic.topicName(), key.getBytes(UTF_8), "{}".getBytes(UTF_8)))
                .get();
    }

    private void catchUp() throws Exception {
        follower.caughtUp().get(60, TimeUnit.SECONDS);
    }

    private void publish(Topic topic, String key) {
        publisher.publish(topic, key, Map.of());
    }
}
