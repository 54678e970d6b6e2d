package org.dcgan.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.dcgan.StoreServer;
import org.dcgan.access.Audit;
import org.dcgan.checkpoint.AcceptedJobs;
import org.dcgan.checkpoint.Checkpoints;
import org.dcgan.checkpoint.Purges;
import org.dcgan.checkpoint.StartCheckpoints;
import org.dcgan.embedded.EmbeddedKafka;
import org.dcgan.embedded.EmbeddedS3;
import org.dcgan.message.JobState.State;
import org.dcgan.message.Json;
import org.dcgan.message.TrainingJob;
import org.dcgan.problem.ProblemException;
import org.dcgan.process.ServiceThreads;
import org.dcgan.store.ObjectStore;
import org.dcgan.topic.Publisher;
import org.dcgan.topic.SkippedMessages;
import org.dcgan.topic.Topic;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A console whose broker goes away and comes back. */
@Execution(ExecutionMode.CONCURRENT)
class OutageTest {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    Path directory;

    @Test
    void withoutTheBrokerTheConsoleRefusesJobsAndStaysReadyToShowWhatItKnows() throws Exception {
        EmbeddedKafka broker = EmbeddedKafka.start(directory.resolve("kafka"), 0);
        EmbeddedS3 server = EmbeddedS3.start(directory.resolve("s3"), 0, "access", "secret");
        Map<String, Object> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
        createTopics(kafka);
        ObjectStore store = StoreServer.connect(server.endpoint());
        JobIndex index = new JobIndex();
        ConsoleRole role = new ConsoleRole(
                true,
                () -> kafka,
                index,
                new KnownCheckpoints(),
                new StoredRuns(
                        store, new AcceptedJobs(store), new Checkpoints(store, Clock.systemUTC()), new Purges(store)),
                new ServiceThreads(),
                new SkippedMessages(new SimpleMeterRegistry()));
        ConsoleReadiness readiness = new ConsoleReadiness(true, role);
        Audit audit = new Audit(() -> "ida", () -> "127.0.0.1");
        Submissions submissions = new Submissions(
                role,
                index,
                new Publisher(() -> kafka),
                Clock.systemUTC(),
                audit,
                new StartCheckpoints(store, new Purges(store)),
                new Checkpoints(store, Clock.systemUTC()),
                new Purges(store));
        assertThat(readiness.call().getStatus()).isEqualTo(Status.DOWN);
        role.start(null);
        await().atMost(PATIENCE).until(() -> readiness.call().getStatus() == Status.UP);
        submissions.submit(job("before"));

        broker.close();

        await().atMost(PATIENCE).until(() -> role.outage().isPresent());
        assertThat(readiness.call().getStatus()).isEqualTo(Status.UP);
        assertThat(readiness.call().getData().orElseThrow().get("submissions").toString())
                .startsWith("refused: the Kafka broker has not answered since ");
        assertThatThrownBy(() -> submissions.submit(job("during")))
                .isInstanceOf(ProblemException.class)
                .hasMessage("the Kafka broker does not answer");
        assertThat(index.report("before").orElseThrow().state()).isEqualTo(State.QUEUED);
        EmbeddedKafka back = EmbeddedKafka.start(
                directory.resolve("kafka"),
                URI.create("kafka://" + broker.bootstrapServers()).getPort());
        await().atMost(PATIENCE).until(() -> role.outage().isEmpty());
        assertThat(submissions.submit(job("during")).isNew()).isTrue();
        role.stop(null);
        back.close();
        server.close();
    }

    private static TrainingJob job(String id) {
        return Json.read(("{\"id\":\"" + id + "\"}").getBytes(StandardCharsets.UTF_8), TrainingJob.class);
    }

    private static void createTopics(Map<String, Object> kafka) throws Exception {
        try (Admin admin = Admin.create(kafka)) {
            admin.createTopics(Arrays.stream(Topic.values())
                            .map(topic -> new NewTopic(topic.topicName(), 1, (short) 1))
                            .toList())
                    .all()
                    .get();
        }
    }
}
