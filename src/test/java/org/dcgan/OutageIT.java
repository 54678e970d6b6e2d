package org.dcgan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.core.ConditionFactory;
import org.dcgan.checkpoint.Checkpoint;
import org.dcgan.checkpoint.Checkpoints;
import org.dcgan.checkpoint.JobObjects;
import org.dcgan.embedded.EmbeddedKafka;
import org.dcgan.embedded.EmbeddedS3;
import org.dcgan.gan.Dcgan;
import org.dcgan.store.ObjectStore;
import org.dcgan.store.StoreConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packaged program while its broker, or its store, is away. */
class OutageIT {
    /** Longer than it takes to notice that the broker is away. */
    private static final Duration OUTAGE = Duration.ofSeconds(15);

    @TempDir
    Path directory;

    private EmbeddedKafka broker;
    private EmbeddedS3 store;
    private Program program;

    @BeforeEach
    void startServers() throws IOException {
        broker = EmbeddedKafka.start(directory.resolve("kafka"), 0);
        store = EmbeddedS3.start(directory.resolve("s3"), 0, "access", "secret");
    }

    @AfterEach
    void stop() throws Exception {
        program.kill();
        broker.close();
        store.close();
    }

    @Test
    void aSamplerServesAndStaysReadyWhileTheBrokerIsAway() throws Exception {
        Checkpoints checkpoints = new Checkpoints(objects(), Clock.systemUTC());
        checkpoints
                .latest()
                .set(checkpoints.saveEpoch(
                        new JobObjects("job"), new Checkpoint(0, 0, Dcgan.initial(4, 0), List.of())));
        start("sampler", broker.bootstrapServers(), store.endpoint().toString());
        program.awaitReady();
        assertThat(get("/samples").statusCode()).isEqualTo(200);

        broker.close();

        eventually().during(OUTAGE).until(() -> program.health("ready") == 200);
        assertThat(get("/samples").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "trainer, broker.test, localhost, broker.test",
        "judge,   broker.test, localhost, broker.test",
        "metrics, broker.test, localhost, broker.test",
        "console, broker.test, localhost, broker.test",
        "trainer, localhost, store.test, store.test",
        "judge,   localhost, store.test, store.test",
        "sampler, localhost, store.test, store.test",
        "console, localhost, store.test, store.test"
    })
    void aRoleStartsBeforeANameCanBeResolvedAndIsReadyOnceItCan(
            String role, String brokerName, String storeName, String reason) throws Exception {
        Path hosts = Files.writeString(directory.resolve("hosts"), "127.0.0.1 localhost\n");
        start(
                role,
                broker.bootstrapServers().replace("127.0.0.1", brokerName),
                store.endpoint().toString().replace("127.0.0.1", storeName),
                "jdk.net.hosts.file=" + hosts,
                "sun.net.inetaddr.negative.ttl=1");
        eventually()
                .ignoreExceptions()
                .until(() -> get("/q/health/ready").body().contains(reason));
        assertThat(program.health("ready")).isEqualTo(503);
        assertThat(program.health("live")).isEqualTo(200);

        Files.writeString(hosts, "127.0.0.1 localhost broker.test store.test\n");

        eventually().until(() -> program.health("ready") == 200);
    }

    private void start(String role, String servers, String endpoint, String... settings) throws IOException {
        List<String> all = new ArrayList<>(List.of(
                "dcgan.roles=" + role,
                "kafka.bootstrap.servers=" + servers,
                "dcgan.s3.endpoint=" + endpoint,
                "dcgan.s3.access-key=access",
                "dcgan.s3.secret-key=secret"));
        all.addAll(List.of(settings));
        program = Program.start(directory.resolve("data"), all, List.of());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        URI where = program.http().resolve(path);
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(where).build(), BodyHandlers.ofString());
    }

    private ObjectStore objects() {
        return new ObjectStore(() -> new SmallRyeConfigBuilder()
                .withMapping(StoreConfig.class)
                .withDefaultValue("dcgan.s3.endpoint", store.endpoint().toString())
                .withDefaultValue("dcgan.s3.access-key", "access")
                .withDefaultValue("dcgan.s3.secret-key", "secret")
                .addDefaultInterceptors()
                .build()
                .getConfigMapping(StoreConfig.class));
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(120));
    }
}
