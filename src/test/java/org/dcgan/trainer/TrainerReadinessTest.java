package org.dcgan.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.dcgan.embedded.EmbeddedKafka;
import org.dcgan.embedded.EmbeddedS3;
import org.dcgan.store.ObjectStore;
import org.dcgan.store.StoreConfig;
import org.dcgan.topic.Topic;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerReadinessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Retries retries = new Retries(new SimpleMeterRegistry());

    @TempDir
    Path directory;

    @Test
    void aTrainerIsNotReadyWhileTheBrokerIsAway() throws Exception {
        EmbeddedKafka broker = EmbeddedKafka.start(directory, 0);
        Map<String, Object> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
        Topics.create(kafka, Topic.JOB_STATES, Topic.CANCELLATIONS);
        JobLedger ledger = new JobLedger(() -> kafka);
        TrainerReadiness readiness = new TrainerReadiness(true, ledger, retries);
        ledger.open();
        ledger.catchUp();
        assertThat(readiness.call().getStatus()).isEqualTo(Status.UP);

        broker.close();

        await().atMost(PATIENCE).until(() -> readiness.call().getStatus() == Status.DOWN);
        assertThat(reason(readiness.call()).toString()).startsWith("the Kafka broker has not answered for ");
        int port = URI.create("kafka://" + broker.bootstrapServers()).getPort();
        EmbeddedKafka back = EmbeddedKafka.start(directory, port);
        await().atMost(PATIENCE).until(() -> readiness.call().getStatus() == Status.UP);
        ledger.close();
        back.close();
    }

    @Test
    void aTrainerIsNotReadyWhileItWaitsForTheStore() throws Exception {
        TrainerReadiness readiness = new TrainerReadiness(true, new JobLedger(Map::of), retries);
        EmbeddedS3 server = EmbeddedS3.start(directory, 0, "access", "secret");
        ObjectStore store = store(server.endpoint());
        store.put("before", new byte[1], "text/plain");
        int port = server.endpoint().getPort();

        server.close();
        Thread waiting = new Thread(() -> putUntilDone(store));
        waiting.start();

        await().atMost(PATIENCE).until(() -> readiness.call().getStatus() == Status.DOWN);
        assertThat(reason(readiness.call()).toString()).startsWith("Cannot ");
        EmbeddedS3 back = EmbeddedS3.start(directory, port, "access", "secret");
        waiting.join(PATIENCE.toMillis());
        assertThat(readiness.call().getStatus()).isEqualTo(Status.UP);
        back.close();
    }

    @Test
    void aProcessThatDoesNotTrainIsReady() {
        TrainerReadiness readiness = new TrainerReadiness(false, new JobLedger(Map::of), retries);

        assertThat(readiness.call().getStatus()).isEqualTo(Status.UP);
    }

    private void putUntilDone(ObjectStore store) {
        try {
            retries.untilDone(() -> store.put("during", new byte[1], "text/plain"));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectStore store(URI endpoint) {
        return new ObjectStore(() -> new SmallRyeConfigBuilder()
                .withMapping(StoreConfig.class)
                .withDefaultValue("dcgan.s3.endpoint", endpoint.toString())
                .withDefaultValue("dcgan.s3.access-key", "access")
                .withDefaultValue("dcgan.s3.secret-key", "secret")
                .addDefaultInterceptors()
                .build()
                .getConfigMapping(StoreConfig.class));
    }

    private static Object reason(HealthCheckResponse response) {
        return response.getData().orElseThrow().get("reason");
    }
}
