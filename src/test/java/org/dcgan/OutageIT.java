package org.dcgan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.stream.StreamSupport;
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

    @Test
    void everyRoleStartsBeforeTheNamesCanBeResolvedAndIsReadyOnceTheyCan() throws Exception {
        Path hosts = Files.writeString(directory.resolve("hosts"), "127.0.0.1 localhost\n");
        start(
                "trainer,sampler,metrics,console,judge",
                broker.bootstrapServers().replace("127.0.0.1", "broker.test"),
                store.endpoint().toString().replace("127.0.0.1", "store.test"),
                "jdk.net.hosts.file=" + hosts,
                "sun.net.inetaddr.negative.ttl=1");
        eventually().ignoreExceptions().untilAsserted(() -> {
            assertThat(reasons("trainer", "metrics", "console", "judge"))
                    .allSatisfy(reason -> assertThat(reason).contains("broker.test"));
            assertThat(reasons("sampler"))
                    .allSatisfy(reason -> assertThat(reason).contains("store.test"));
        });
        assertThat(program.health("live")).isEqualTo(200);

        Files.writeString(hosts, "127.0.0.1 localhost broker.test store.test\n");

        eventually().until(() -> program.health("ready") == 200);
    }

    private List<String> reasons(String... roles) throws IOException, InterruptedException {
        JsonNode checks =
                new ObjectMapper().readTree(get("/q/health/ready").body()).get("checks");
        return StreamSupport.stream(checks.spliterator(), false)
                .filter(check -> List.of(roles).contains(check.get("name").asText()))
                .map(check -> check.at("/data/reason").asText())
                .toList();
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
