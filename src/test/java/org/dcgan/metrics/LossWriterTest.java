package org.dcgan.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.dataformat.protobuf.ProtobufMapper;
import com.fasterxml.jackson.dataformat.protobuf.schema.ProtobufSchemaLoader;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.dcgan.Transactions;
import org.dcgan.embedded.EmbeddedKafka;
import org.dcgan.message.Json;
import org.dcgan.message.LossRecorded;
import org.dcgan.process.ServiceThreads;
import org.dcgan.topic.Publisher;
import org.dcgan.topic.SkippedMessages;
import org.dcgan.topic.Topic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.xerial.snappy.Snappy;

/** Losses on a broker, sent to a receiver that does not always take them. */
@Execution(ExecutionMode.CONCURRENT)
class LossWriterTest {
    private static final Instant BEGINNING = Instant.ofEpochSecond(1_700_000_000);
    private static final int BAD_STEP = 3;

    @TempDir
    Path directory;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<Long> stored = new CopyOnWriteArrayList<>();
    private EmbeddedKafka broker;
    private Map<String, Object> kafka;
    private Publisher publisher;
    private HttpServer receiver;
    /** The status that a request is answered with, by its steps. */
    private volatile ToIntFunction<List<Long>> answer = steps -> 204;

    @BeforeEach
    void startServers() throws Exception {
        broker = EmbeddedKafka.start(directory, 0);
        kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (Admin admin = Admin.create(kafka)) {
            admin.createTopics(List.of(new NewTopic(Topic.LOSSES.topicName(), 1, (short) 1)))
                    .all()
                    .get();
        }
        publisher = new Publisher(() -> kafka);
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", this::receive);
        receiver.start();
    }

    @AfterEach
    void stopServers() {
        receiver.stop(0);
        broker.close();
    }

    @Test
    void aReceiverThatIsBusyIsAskedAgain() throws Exception {
        answer = new ToIntFunction<>() {
            private int requests;

            @Override
            public int applyAsInt(List<Long> steps) {
                return switch (requests++) {
                    case 0 -> 503;
                    case 1 -> 429;
                    default -> 204;
                };
            }
        };
        publish(0, 5);

        sendUntil(() -> written() == 5);

        assertThat(stored).containsExactly(0L, 1L, 2L, 3L, 4L);
    }

    @Test
    void aPointThatIsRefusedIsDroppedAndCountedAndTheRestOfItsBatchIsStored() throws Exception {
        answer = steps -> steps.contains((long) BAD_STEP) ? 400 : 204;
        publish(0, 8);

        sendUntil(() -> written() == 7);

        assertThat(stored).containsExactly(0L, 1L, 2L, 4L, 5L, 6L, 7L);
        assertThat(meters.get("dcgan.remote.write.refused")
                        .tag("status", "400")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void resendsOnlyPointsThatWereNotStored() throws Exception {
        publish(0, 3);
        sendUntil(() -> written() == 3);
        publish(3, 6);
        AtomicInteger refusals = new AtomicInteger();
        answer = steps -> {
            refusals.incrementAndGet();
            return 503;
        };
        sendUntil(() -> refusals.get() > 0);

        answer = steps -> 204;
        sendUntil(() -> written() == 6);

        assertThat(stored).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void lossesOfAnAbortedTransactionAreNotSent() throws Exception {
        try (KafkaProducer<byte[], byte[]> other = Transactions.producer(kafka)) {
            other.beginTransaction();
            other.send(new ProducerRecord<>(Topic.LOSSES.topicName(), Json.write(loss(0))))
                    .get();
            other.abortTransaction();
        }
        publish(1, 3);

        sendUntil(() -> written() >= 2);

        assertThat(stored).containsExactly(1L, 2L);
    }

    /** Lets a publisher live until something has come of it. */
    private void sendUntil(Callable<Boolean> enough) throws Exception {
        MetricsState metrics = new MetricsState(config(), Clock.systemUTC());
        RemoteWrite remote = RemoteWrite.of(config().remoteWrite()).orElseThrow();
        LossWriter writer = new LossWriter(
                remote,
                new TopicReader(metrics),
                Clock.systemUTC(),
                meters,
                new ServiceThreads(),
                new SkippedMessages(meters));
        writer.open(kafka);
        try {
            await().atMost(Duration.ofSeconds(60)).until(enough);
        } finally {
            writer.close();
        }
    }

    private double written() {
        return meters.get("dcgan.remote.write.points").counter().count();
    }

    private void publish(int from, int to) {
        for (int step = from; step < to; step++) {
            publisher.publish(Topic.LOSSES, "job", loss(step));
        }
    }

    private static LossRecorded loss(int step) {
        return new LossRecorded(
                "job", 1, 0, step, step, step, 0.5f, 1.5f, 0.75f, 0.25f, 640, BEGINNING.plusSeconds(step));
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange;
                InputStream schema = WriteRequest.class.getResourceAsStream("remote-write.proto")) {
            WriteRequest request = new ProtobufMapper()
                    .readerFor(WriteRequest.class)
                    .with(ProtobufSchemaLoader.std.load(schema, "WriteRequest"))
                    .readValue(Snappy.uncompress(exchange.getRequestBody().readAllBytes()));
            List<Long> steps = request.timeseries().stream()
                    .filter(series -> series.labels().contains(new WriteRequest.Label("__name__", "dcgan_step")))
                    .flatMap(series -> series.samples().stream())
                    .map(sample -> (long) sample.value())
                    .toList();
            int status = answer.applyAsInt(steps);
            if (status == 204) {
                stored.addAll(steps);
            }
            byte[] body = (status == 204 ? "" : "not these").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, status == 204 ? -1 : body.length);
            if (status != 204) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private MetricsConfig config() {
        return new SmallRyeConfigBuilder()
                .withMapping(MetricsConfig.class)
                .withDefaultValue(
                        "dcgan.metrics.remote-write.url",
                        "http://127.0.0.1:" + receiver.getAddress().getPort() + "/api/v1/write")
                .addDefaultInterceptors()
                .build()
                .getConfigMapping(MetricsConfig.class);
    }
}
