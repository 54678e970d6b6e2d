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
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.dcgan.embedded.EmbeddedKafka;
import org.dcgan.topic.Publisher;
import org.dcgan.topic.Topic;
import org.dcgan.trainer.JobHandler.Verdict;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
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
    private final Map<Integer, KafkaShareConsumer<byte[], byte[]>> consumers = new HashMap<>();
    private final Map<Integer, ConsumerRecord<byte[], byte[]>> inHand = new HashMap<>();

    @BeforeAll
    static void startBroker() throws Exception {
        broker = EmbeddedKafka.start(directory, 0);
        kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
        publisher = new Publisher(() -> kafka);
        Topics.create(kafka, Topic.JOBS);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    /** A group of its own, which begins at the end of what other tests have published. */
    @BeforeEach
    void configureGroup() throws Exception {
        try (Admin admin = Admin.create(kafka)) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.GROUP, group),
                            List.of(
                                    set("share.auto.offset.reset", "latest"),
                                    set("share.record.lock.duration.ms", Long.toString(LOCK.toMillis())))))
                    .all()
                    .get();
        }
        take(1);
    }

    @AfterEach
    void close() {
        consumers.values().forEach(consumer -> consumer.close(Duration.ofSeconds(1)));
    }

    @Override
    void publish(String message) {
        publisher.publish(new ProducerRecord<>(Topic.JOBS.topicName(), message.getBytes(UTF_8)));
    }

    @Override
    Optional<Taken> take(int worker) {
        boolean joins = !consumers.containsKey(worker);
        KafkaShareConsumer<byte[], byte[]> consumer = consumers.computeIfAbsent(worker, number -> join());
        long end = System.nanoTime() + (joins ? PATIENCE.dividedBy(4) : Duration.ofSeconds(1)).toNanos();
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

    @Override
    boolean renew(int worker) {
        if (!answer(worker, AcknowledgeType.RENEW)) {
            return false;
        }
        return take(worker).isPresent();
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
        consumer.subscribe(List.of(Topic.JOBS.topicName()));
        return consumer;
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }
}
