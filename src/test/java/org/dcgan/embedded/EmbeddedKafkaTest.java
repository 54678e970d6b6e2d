package org.dcgan.embedded;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(ExecutionMode.CONCURRENT)
class EmbeddedKafkaTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static EmbeddedKafka broker;

    @BeforeAll
    static void startBroker(@TempDir Path directory) throws Exception {
        broker = EmbeddedKafka.start(directory, 0);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void whatIsProducedIsConsumed() throws Exception {
        createTopic(broker, "plain");
        produce(broker, "plain", "one", "two");

        assertThat(consume(broker, "plain", 2)).containsExactly("one", "two");
    }

    @Test
    void recordsAndPlacesSurviveARestart(@TempDir Path directory) throws Exception {
        try (EmbeddedKafka first = EmbeddedKafka.start(directory, 0)) {
            createTopic(first, "kept");
            produce(first, "kept", "one");
            consume(first, "kept", 1);
            produce(first, "kept", "two");
        }

        try (EmbeddedKafka second = EmbeddedKafka.start(directory, 0)) {
            assertThat(consume(second, "kept", 1)).containsExactly("two");
        }
    }

    @Test
    void aShareGroupHandsOutOneRecordAtATime() throws Exception {
        createTopic(broker, "shared");
        configureGroup("workers", "share.auto.offset.reset", "earliest");
        produce(broker, "shared", "one", "two");
        try (KafkaShareConsumer<String, String> worker = worker("workers")) {
            worker.subscribe(List.of("shared"));

            assertThat(takeNext(worker)).isEqualTo("one");
            assertThat(takeNext(worker)).isEqualTo("two");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1000", "60000"})
    void aShareGroupMayLockARecordForASecondToAMinute(String milliseconds) {
        assertThatCode(() -> configureGroup("lockers", "share.record.lock.duration.ms", milliseconds))
                .doesNotThrowAnyException();
    }

    @Test
    void aTopicThatNobodyCreatedIsAnError() {
        assertThatThrownBy(() -> produce(broker, "misspelt", "one")).hasCauseInstanceOf(TimeoutException.class);
    }

    private static void createTopic(EmbeddedKafka broker, String name) throws Exception {
        try (Admin admin = admin(broker)) {
            admin.createTopics(List.of(new NewTopic(name, Optional.of(1), Optional.empty())))
                    .all()
                    .get();
        }
    }

    private static void configureGroup(String group, String name, String value) throws Exception {
        try (Admin admin = admin(broker)) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.GROUP, group),
                            List.of(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }

    private static Admin admin(EmbeddedKafka broker) {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    private static void produce(EmbeddedKafka broker, String topic, String... values) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "max.block.ms", 2_000),
                new StringSerializer(),
                new StringSerializer())) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(topic, value)).get(20, SECONDS);
            }
        }
    }

    private static List<String> consume(EmbeddedKafka broker, String topic, int count) {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "group.id",
                        "readers",
                        "auto.offset.reset",
                        "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            List<String> values = new ArrayList<>();
            await().atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(message -> values.add(message.value()));
                return values.size() >= count;
            });
            consumer.commitSync();
            return values;
        }
    }

    private static KafkaShareConsumer<String, String> worker(String group) {
        return new KafkaShareConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "group.id",
                        group,
                        "share.acknowledgement.mode",
                        "explicit",
                        "share.acquire.mode",
                        "record_limit",
                        "max.poll.records",
                        1),
                new StringDeserializer(),
                new StringDeserializer());
    }

    private static String takeNext(KafkaShareConsumer<String, String> worker) {
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        await().atMost(PATIENCE).until(() -> {
            worker.poll(Duration.ofMillis(100)).forEach(records::add);
            return !records.isEmpty();
        });
        assertThat(records).hasSize(1);
        worker.acknowledge(records.get(0), AcknowledgeType.ACCEPT);
        assertThat(worker.commitSync().values()).allMatch(Optional::isEmpty);
        return records.get(0).value();
    }
}
