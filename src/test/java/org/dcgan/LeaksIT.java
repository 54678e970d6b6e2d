package org.dcgan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged program with secrets that would be recognised anywhere, logging all it can, and messages that would be its log. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LeaksIT {
    private static final String SECRET = "hush-8d1f";
    private static final String FORGED = "\\n2026-01-01 00:00:00,000 ERROR [all] is lost";

    @TempDir
    static Path data;

    private final HttpClient http = HttpClient.newHttpClient();
    private Program program;

    @BeforeAll
    void startProgram() throws Exception {
        program = Program.start(
                        data,
                        List.of(
                                "quarkus.log.level=DEBUG",
                                "dcgan.s3.access-key=" + SECRET + "-access",
                                "dcgan.s3.secret-key=" + SECRET + "-secret",
                                "kafka.sasl.jaas.config=PlainLoginModule required username=\"a\" password=\"" + SECRET
                                        + "\";",
                                "kafka.ssl.keystore.password=" + SECRET,
                                "dcgan.metrics.remote-write.authorization=Bearer " + SECRET),
                        List.of("train", "--epochs=1", "--limit=64", "--stay"))
                .awaitReady();
        await().atMost(Duration.ofMinutes(2)).until(() -> output().contains("Ctrl-C"));
    }

    @AfterAll
    void stopProgram() throws InterruptedException {
        program.kill();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "q/metrics",
                "q/openapi",
                "q/health",
                "jobs",
                "jobs?limit=x",
                "jobs/nobody",
                "samples?count=0",
                "samples/%00",
                "checkpoints",
                "nowhere"
            })
    void noAnswerHasASecret(String path) throws Exception {
        HttpResponse<String> answer = get(path);

        assertThat(answer.body()).doesNotContain(SECRET);
        assertThat(answer.headers().toString()).doesNotContain(SECRET);
    }

    @Test
    void neitherLogNorTerminalHasASecret() throws Exception {
        get("samples?count=1");

        assertThat(output()).contains("DEBUG").doesNotContain(SECRET);
    }

    @Test
    void whoMayReadTheDataDirectoryIsToldTheKeys() throws IOException {
        assertThat(data.resolve("endpoints.json")).content().contains(SECRET + "-secret");
    }

    @Test
    void foreignTextCannotForgeLogLines() throws Exception {
        publish(
                "key" + FORGED.replace("\\n", "\n"),
                "{\"" + FORGED + "\":1,\"\\u001b[2J\":2,\"dataset\":\"" + FORGED + "\"}");
        publish("unread" + FORGED.replace("\\n", "\n"), "{");

        await().atMost(Duration.ofMinutes(1)).until(() -> output().split("refused: ", -1).length > 2);
        assertThat(output()).contains("?2026-01-01").doesNotContain("\n2026-01-01 00:00:00,000", "\u001b[2J");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(program.http().resolve("/" + path)).build();
        return http.send(request, BodyHandlers.ofString());
    }

    private void publish(String key, String value) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", program.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>("dcgan.jobs", key.getBytes(UTF_8), value.getBytes(UTF_8)))
                    .get();
        }
    }

    private static String output() throws IOException {
        return Files.readString(data.resolve("output.txt"));
    }
}
