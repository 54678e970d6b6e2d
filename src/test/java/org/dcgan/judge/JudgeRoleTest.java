package org.dcgan.judge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.core.ConditionFactory;
import org.dcgan.TopicReader;
import org.dcgan.checkpoint.AcceptedJobs;
import org.dcgan.checkpoint.Checkpoint;
import org.dcgan.checkpoint.Checkpoints;
import org.dcgan.checkpoint.JobObjects;
import org.dcgan.checkpoint.StoredQualities;
import org.dcgan.dataset.Dataset;
import org.dcgan.gan.Dcgan;
import org.dcgan.message.CheckpointSaved;
import org.dcgan.message.JobState;
import org.dcgan.message.JobState.State;
import org.dcgan.message.Json;
import org.dcgan.message.QualityMeasured;
import org.dcgan.message.Scores;
import org.dcgan.process.ServiceThreads;
import org.dcgan.retry.Retries;
import org.dcgan.store.ObjectStore;
import org.dcgan.topic.Publisher;
import org.dcgan.topic.SkippedMessages;
import org.dcgan.topic.Topic;
import org.eclipse.microprofile.health.Readiness;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Checkpoints that are judged in the running pipeline. */
@QuarkusTest
@TestProfile(JudgeRoleTest.TrainerAndJudge.class)
class JudgeRoleTest {
    private static final int LATENT_SIZE = 20;

    @Inject
    @Identifier("default-kafka-broker")
    Map<String, Object> kafka;

    @Inject
    Publisher publisher;

    @Inject
    ObjectStore store;

    @Inject
    Checkpoints checkpoints;

    @Inject
    StoredQualities qualities;

    @Inject
    Retries retries;

    @Inject
    @Readiness
    JudgeRole role;

    private TopicReader topics;
    private String job;

    public static final class TrainerAndJudge implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("dcgan.roles", "trainer,judge");
        }
    }

    @BeforeEach
    void nameTheJob(TestInfo test) {
        topics = new TopicReader(kafka);
        job = test.getTestMethod().orElseThrow().getName().toLowerCase();
    }

    @Test
    void theCheckpointOfAJobIsJudged() {
        publish("{\"limit\":8,\"batchSize\":8,\"epochs\":1,\"latentSize\":20,\"emaDecay\":0.5}");

        QualityMeasured quality = published(1).get(0);

        assertThat(quality.sha256())
                .isEqualTo(checkpoints.find(job, 0).orElseThrow().sha256());
        assertThat(quality.judge()).isEqualTo(judge());
        assertThat(quality.images()).isEqualTo(10_000);
        assertThat(quality.averaged()).isNotNull().isNotEqualTo(quality.scores());
        assertThat(quality.floor().frechetDistance())
                .as("what real images score")
                .isLessThan(quality.scores().frechetDistance());
        QualityMeasured kept = qualities.find(job, 0).orElseThrow();
        assertThat(kept.at()).isNull();
        assertThat(kept.scores()).isEqualTo(quality.scores());
    }

    @Test
    void aJobWhoseGeneratorCollapsesIsCancelledIfItAsksForThat() {
        // it learns next to nothing, so that one class is in all its images
        publish("{\"limit\":1600,\"batchSize\":8,\"epochs\":100,\"latentSize\":20,\"learningRate\":1e-9,"
                + "\"recordEvery\":1000,\"stopOnCollapse\":true}");

        JobState end = eventually()
                .until(
                        () -> topics.read(Topic.JOB_STATES, job, JobState.class).stream()
                                .filter(state -> state.state().isTerminal())
                                .toList(),
                        ends -> !ends.isEmpty())
                .get(0);

        assertThat(end.state()).isEqualTo(State.CANCELLED);
        assertThat(end.reason()).matches("cancelled by judge: \\d+ % of the images are of class \\d");
        assertThat(qualities.find(job, 1)).as("the second in a row").isPresent();
    }

    @Test
    void aDamagedCheckpointIsReportedAndTheNextOneIsJudged() {
        keepJob();
        CheckpointSaved damaged = save(0);
        store.put(new JobObjects(job).epochCheckpoint(0) + "generator.safetensors", new byte[100], "application/x");
        announce(damaged);
        announce(save(1));

        assertThat(published(1)).extracting(QualityMeasured::epoch).containsExactly(1);

        assertThat(role.call().getData().orElseThrow().get("refused").toString())
                .startsWith(job + "/0: ")
                .contains("has other bytes than its manifest says");
    }

    @Test
    void whatHasBeenJudgedIsOnlyPublishedAgainAndTheBestIsFound() {
        keepJob();
        List<CheckpointSaved> saved = List.of(save(0), save(1), save(2));
        keepQuality(saved.get(0), 3e-9);
        keepQuality(saved.get(1), 1e-9);
        keepQuality(saved.get(2), 2e-9);

        saved.forEach(this::announce);

        assertThat(published(3))
                .extracting(quality -> quality.scores().frechetDistance())
                .containsExactly(3e-9, 1e-9, 2e-9);
        eventually().until(() -> qualities
                .best("mnist")
                .get()
                .filter(best -> best.epoch() == 1 && best.jobId().equals(job))
                .isPresent());
    }

    @Test
    void aJudgeThatIsPutInTheBucketLaterIsFound() throws IOException {
        try (Judges judges = new Judges(store)) {
            assertThat(judges.of("judged-later")).isEmpty();

            for (String file : List.of("judge.safetensors", "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz")) {
                try (InputStream content = getClass().getResourceAsStream("/datasets/mnist/" + file)) {
                    store.put("datasets/judged-later/" + file, content.readAllBytes(), "application/octet-stream");
                }
            }

            assertThat(judges.of("judged-later")).isPresent();
        }
    }

    @Test
    void judgesTheCheckpointsOfARunWhoseDataSetGetsAJudgeAfterItsEnd() throws IOException {
        keepJob("{\"dataset\":\"trained-later\"}");
        List.of(save(0), save(1)).forEach(this::announce);

        for (String file : List.of("judge.safetensors", "t10k-images-idx3-ubyte.gz")) {
            try (InputStream content = getClass().getResourceAsStream("/datasets/mnist/" + file)) {
                store.put("datasets/trained-later/" + file, content.readAllBytes(), "application/octet-stream");
            }
        }

        assertThat(published(2)).extracting(QualityMeasured::epoch).containsExactly(0, 1);
        assertThat(qualities.best("trained-later").get().orElseThrow().jobId()).isEqualTo(job);
        assertThat(qualities.best().get())
                .as("of the data set judged last")
                .isEqualTo(qualities.best("trained-later").get());
    }

    @Test
    void aJudgeThatStartsFindsWhatWasNotJudged() throws InterruptedException {
        keepJob();
        save(0);
        Judges judges = new Judges(store);
        CheckpointJudging judging = new CheckpointJudging(
                judges, new AcceptedJobs(store), checkpoints, qualities, publisher, Clock.systemUTC());
        JudgeRole another = new JudgeRole(
                true,
                () -> kafka,
                checkpoints,
                judging,
                judges,
                retries,
                new ServiceThreads(),
                new SkippedMessages(new SimpleMeterRegistry()));

        another.start(null);

        assertThat(published(1)).extracting(QualityMeasured::epoch).containsExactly(0);
        another.stop(null);
    }

    @Test
    void aDataSetWithoutAJudgeIsPassedOver() {
        keepJob("{\"dataset\":\"letters\"}");
        announce(save(0));
        String without = job;
        job = "after-" + job;

        theNextJobIsPublished();

        assertThat(qualities.find(without, 0)).isEmpty();
    }

    private void theNextJobIsPublished() {
        keepJob();
        CheckpointSaved next = save(0);
        keepQuality(next, 1);
        announce(next);
        assertThat(published(1)).hasSize(1);
    }

    private void publish(String message) {
        publisher.publish(new ProducerRecord<>(Topic.JOBS.topicName(), job.getBytes(UTF_8), message.getBytes(UTF_8)));
    }

    private void keepJob() {
        keepJob("{}");
    }

    private void keepJob(String json) {
        store.put(new JobObjects(job).job(), json.getBytes(UTF_8), "application/json");
    }

    private CheckpointSaved save(int epoch) {
        Checkpoint checkpoint = new Checkpoint(epoch, epoch + 1, Dcgan.initial(LATENT_SIZE, epoch), List.of());
        return checkpoints.saveEpoch(new JobObjects(job), checkpoint);
    }

    private void announce(CheckpointSaved saved) {
        publisher.publish(Topic.CHECKPOINTS, job + "/" + saved.epoch(), saved);
    }

    /** Has it that the judge has been here, by a distance that it would never find. */
    private void keepQuality(CheckpointSaved saved, double frechetDistance) {
        Scores scores = new Scores(frechetDistance, 0, 1, 1, 1, 1, Collections.nCopies(10, 0.1));
        qualities.save(new QualityMeasured(
                job, saved.epoch(), saved.step(), saved.sha256(), judge(), 10_000, scores, null, null, null, null));
    }

    private List<QualityMeasured> published(int count) {
        return eventually()
                .until(() -> topics.read(Topic.QUALITIES, job, QualityMeasured.class), all -> all.size() >= count);
    }

    private static String judge() {
        try {
            return Json.read(Dataset.MNIST.judgeCard(), JudgeCard.class).judge();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ConditionFactory eventually() {
        return await().pollInSameThread().atMost(Duration.ofMinutes(5)).pollInterval(Duration.ofMillis(500));
    }
}
