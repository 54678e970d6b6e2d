package org.dcgan.trainer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.dcgan.embedded.EmbeddedKafka;
import org.dcgan.topic.Publisher;
import org.dcgan.trainer.JobHandler.Verdict;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A real broker. */
class BrokerShareGroupTest extends ShareGroupContract {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    static Path directory;

    private static EmbeddedKafka broker;
    private static Map<String, Object> kafka;
    private static Publisher publisher;
    private static int groups;

    private final String group = "group-" + ++groups;
    private final String topic = "jobs-" + groups;
    private final Map<Integer, KafkaShareConsumer<byte[], byte[]>> consumers = new HashMap<>();
    private final Map<Integer, ConsumerRecord<byte[], byte[]>> inHand = new HashMap<>();

    @BeforeAll
    static void startBroker() throws Exception {
        broker = EmbeddedKafka.start(directory, 0);
        kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
        publisher = new Publisher(() -> kafka);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    /** Each test has a topic and a group of its own. */
    @Override
    void begin(Duration lock) throws Exception {
        try (Admin admin = Admin.create(kafka)) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.GROUP, group),
                            List.of(
                                    set("share.auto.offset.reset", "earliest"),
                                    set("share.record.lock.duration.ms", Long.toString(lock.toMillis())))))
                    .all()
                    .get();
        }
    }

    @AfterEach
    void close() {
        consumers.values().forEach(consumer -> consumer.close(Duration.ofSeconds(1)));
    }

    @Override
    void publish(String message) {
        publisher.publish(new ProducerRecord<>(topic, message.getBytes(UTF_8)));
    }

    @Override
    Taken take(int worker) {
        return poll(worker, PATIENCE).orElseThrow();
    }

    @Override
    boolean findsNothing(int worker) {
        return poll(worker, Duration.ofSeconds(1)).isEmpty();
    }

    @Override
    boolean renew(int worker) {
        if (!answer(worker, AcknowledgeType.RENEW)) {
            return false;
        }
        return poll(worker, PATIENCE).isPresent();
    }

    @Override
    boolean finish(int worker, Verdict verdict) {
        return answer(worker, verdict == Verdict.DONE ? AcknowledgeType.ACCEPT : AcknowledgeType.RELEASE);
    }

    @Override
    void disconnect(int worker) {
        consumers.remove(worker).close(Duration.ofSeconds(1));
    }

    @Override
    void restartBroker() throws Exception {
        int port = URI.create("kafka://" + broker.bootstrapServers()).getPort();
        broker.close();
        broker = EmbeddedKafka.start(directory, port);
    }

    @Override
    void let(Duration time) throws Exception {
        TimeUnit.MILLISECONDS.sleep(time.toMillis()); // the broker's own clock
    }

    private Optional<Taken> poll(int worker, Duration patience) {
        KafkaShareConsumer<byte[], byte[]> consumer = consumers.computeIfAbsent(worker, number -> join());
        long end = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < end) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                inHand.put(worker, record);
                return Optional.of(new Taken(
                        new String(record.value(), UTF_8),
                        record.deliveryCount().orElseThrow()));
            }
        }
        return Optional.empty();
    }

    private boolean answer(int worker, AcknowledgeType type) {
        try {
            consumers.get(worker).acknowledge(inHand.get(worker), type);
            return consumers.get(worker).commitSync(Duration.ofSeconds(5)).values().stream()
                    .allMatch(Optional::isEmpty);
        } catch (KafkaException | IllegalStateException e) {
            return false;
        }
    }

    private KafkaShareConsumer<byte[], byte[]> join() {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put("group.id", group);
        settings.put("max.poll.records", 1);
        settings.put("share.acknowledgement.mode", "explicit");
        settings.put("share.acquire.mode", "record_limit");
        KafkaShareConsumer<byte[], byte[]> consumer =
                new KafkaShareConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.subscribe(List.of(topic));
        return consumer;
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }
}
