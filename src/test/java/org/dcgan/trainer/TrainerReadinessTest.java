package org.dcgan.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.dcgan.StoreServer;
import org.dcgan.checkpoint.Checkpoints;
import org.dcgan.embedded.EmbeddedKafka;
import org.dcgan.embedded.EmbeddedS3;
import org.dcgan.process.ServiceThreads;
import org.dcgan.retry.Retries;
import org.dcgan.store.ObjectStore;
import org.dcgan.topic.SkippedMessages;
import org.dcgan.topic.Topic;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class TrainerReadinessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Retries retries = new Retries(new SimpleMeterRegistry());

    @TempDir
    Path directory;

    private Optional<String> queueTrouble = Optional.empty();
    private EmbeddedS3 server;
    private ObjectStore store;

    @BeforeEach
    void startStore() throws IOException {
        server = EmbeddedS3.start(directory.resolve("s3"), 0, "access", "secret");
        store = StoreServer.connect(server.endpoint());
        store.put("before", new byte[1], "text/plain");
    }

    @AfterEach
    void stopStore() throws IOException {
        server.close();
    }

    @Test
    void aTrainerIsNotReadyWhileTheBrokerIsAway() throws Exception {
        EmbeddedKafka broker = EmbeddedKafka.start(directory.resolve("kafka"), 0);
        Map<String, Object> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
        Topics.create(kafka, Topic.JOBS, Topic.JOB_STATES, Topic.CANCELLATIONS, Topic.CRASHES);
        KnownJobStates knownStates =
                new KnownJobStates(() -> kafka, new ServiceThreads(), new SkippedMessages(new SimpleMeterRegistry()));
        TrainerReadiness readiness = readiness(true, knownStates);
        knownStates.open();
        knownStates.catchUp();
        assertThat(readiness.call().getStatus()).isEqualTo(Status.UP);

        broker.close();

        await().atMost(PATIENCE).until(() -> readiness.call().getStatus() == Status.DOWN);
        assertThat(reason(readiness.call()).toString()).startsWith("the Kafka broker has not answered since ");
        int port = URI.create("kafka://" + broker.bootstrapServers()).getPort();
        EmbeddedKafka back = EmbeddedKafka.start(directory.resolve("kafka"), port);
        await().atMost(PATIENCE).until(() -> readiness.call().getStatus() == Status.UP);
        knownStates.close();
        back.close();
    }

    @Test
    void aTrainerIsNotReadyBeforeTheBrokerHasAnswered() throws Exception {
        KnownJobStates knownStates = new KnownJobStates(
                () -> Map.of("bootstrap.servers", "nowhere.invalid:9092"),
                new ServiceThreads(),
                new SkippedMessages(new SimpleMeterRegistry()));
        TrainerReadiness readiness = readiness(true, knownStates);

        knownStates.open();

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(reason(readiness.call()))
                .isEqualTo("the Kafka broker has not answered yet:"
                        + " no host of kafka.bootstrap.servers can be resolved: nowhere.invalid:9092"));
        knownStates.close();
    }

    @Test
    void aTrainerIsNotReadyWhileTheStoreIsAway() throws Exception {
        TrainerReadiness readiness = readiness(
                true,
                new KnownJobStates(Map::of, new ServiceThreads(), new SkippedMessages(new SimpleMeterRegistry())));
        assertThat(readiness.call().getStatus()).isEqualTo(Status.UP);

        server.close();

        assertThat(readiness.call().getStatus()).isEqualTo(Status.DOWN);
        assertThat(reason(readiness.call()).toString()).startsWith("Cannot ");
    }

    @Test
    void aTrainerThatWaitedForTheStoreIsReadyWhenItIsBack() throws Exception {
        TrainerReadiness readiness = readiness(
                true,
                new KnownJobStates(Map::of, new ServiceThreads(), new SkippedMessages(new SimpleMeterRegistry())));
        int port = server.endpoint().getPort();
        server.close();
        Thread waiting = new Thread(this::putUntilDone);
        waiting.start();
        await().atMost(PATIENCE).until(() -> retries.obstacle().isPresent());
        assertThat(readiness.call().getStatus()).isEqualTo(Status.DOWN);

        server = EmbeddedS3.start(directory.resolve("s3"), port, "access", "secret");

        waiting.join(PATIENCE.toMillis());
        assertThat(readiness.call().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void aTrainerWhoseQueueHandsOutNoMessagesIsNotReady() {
        TrainerReadiness readiness = readiness(
                true,
                new KnownJobStates(Map::of, new ServiceThreads(), new SkippedMessages(new SimpleMeterRegistry())));

        queueTrouble = Optional.of("not authorised to read from the group");

        assertThat(reason(readiness.call())).isEqualTo("not authorised to read from the group");
    }

    @Test
    void aProcessThatDoesNotTrainIsReady() throws Exception {
        TrainerReadiness readiness = readiness(
                false,
                new KnownJobStates(Map::of, new ServiceThreads(), new SkippedMessages(new SimpleMeterRegistry())));
        server.close();

        assertThat(readiness.call().getStatus()).isEqualTo(Status.UP);
    }

    private TrainerReadiness readiness(boolean played, KnownJobStates knownStates) {
        return new TrainerReadiness(
                played, knownStates, () -> queueTrouble, retries, new Checkpoints(store, Clock.systemUTC()));
    }

    private void putUntilDone() {
        try {
            retries.untilDone(() -> store.put("during", new byte[1], "text/plain"));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object reason(HealthCheckResponse response) {
        return response.getData().orElseThrow().get("reason");
    }
}
