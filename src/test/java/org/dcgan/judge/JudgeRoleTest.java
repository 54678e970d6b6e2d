package org.dcgan.judge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.awaitility.core.ConditionFactory;
import org.dcgan.KafkaServer;
import org.dcgan.StoreServer;
import org.dcgan.TopicReader;
import org.dcgan.checkpoint.AcceptedJobs;
import org.dcgan.checkpoint.Checkpoint;
import org.dcgan.checkpoint.CheckpointPruning;
import org.dcgan.checkpoint.Checkpoints;
import org.dcgan.checkpoint.JobObjects;
import org.dcgan.checkpoint.StoredQualities;
import org.dcgan.dataset.Dataset;
import org.dcgan.gan.GanState;
import org.dcgan.gan.InitialStates;
import org.dcgan.message.Cancellation;
import org.dcgan.message.CheckpointSaved;
import org.dcgan.message.Json;
import org.dcgan.message.QualityMeasured;
import org.dcgan.message.Scores;
import org.dcgan.process.ServiceThreads;
import org.dcgan.retry.Retries;
import org.dcgan.store.ObjectStore;
import org.dcgan.topic.Publisher;
import org.dcgan.topic.SkippedMessages;
import org.dcgan.topic.Topic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Checkpoints that a judge finds on a broker and in a store. */
@Execution(ExecutionMode.CONCURRENT)
class JudgeRoleTest {
    private static final int LATENT_SIZE = 20;

    /** Of as few test images that a judge is ready at once. */
    private static final String FEW_DIGITS = "few-digits";

    private static final int FEW = 500;

    @RegisterExtension
    static final KafkaServer BROKER = new KafkaServer();

    @RegisterExtension
    static final StoreServer STORE = new StoreServer();

    private static JudgeRole role;

    private final Map<String, Object> kafka = BROKER.kafka();
    private final ObjectStore store = STORE.store();
    private final Publisher publisher = new Publisher(() -> kafka);
    private final Checkpoints checkpoints = new Checkpoints(store, Clock.systemUTC());
    private final StoredQualities qualities = new StoredQualities(store);
    private TopicReader topics;
    private String job;

    @BeforeAll
    static void startRole() throws IOException {
        putFewDigits();
        role = judgeRole();
        role.start(null);
    }

    @AfterAll
    static void stopRole() throws InterruptedException {
        role.stop(null);
    }

    @BeforeEach
    void nameTheJob(TestInfo test) {
        topics = new TopicReader(kafka);
        job = test.getTestMethod().orElseThrow().getName().toLowerCase();
    }

    @Test
    void theCheckpointOfAJobIsJudged() {
        keepJob("{}");
        announce(save(0, InitialStates.averaged(LATENT_SIZE, 0)));

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
        keepJob("{\"dataset\":\"few-digits\",\"stopOnCollapse\":true}");
        CheckpointSaved first = save(0); // it has learned nothing, so that one class is in all its images
        announce(first);
        published(1);
        assertThat(topics.read(Topic.CANCELLATIONS, job, Cancellation.class)).isEmpty();

        announce(save(1));

        List<Cancellation> cancellations = eventually()
                .until(() -> topics.read(Topic.CANCELLATIONS, job, Cancellation.class), all -> !all.isEmpty());
        assertThat(cancellations.get(0).by()).matches("judge: \\d+ % of the images are of class \\d");
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
    void onlyPublishesKnownQualitiesAgainAndFindsTheBest() {
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
                .best(FEW_DIGITS)
                .get()
                .filter(best -> best.epoch() == 1 && best.jobId().equals(job))
                .isPresent());
    }

    @Test
    void aJudgeThatIsPutInTheBucketLaterIsFound() throws IOException {
        try (Judges judges = new Judges(store)) {
            assertThat(judges.of("judged-later")).isEmpty();

            for (String file : List.of("judge.safetensors", "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz")) {
                try (InputStream content = resource(file)) {
                    put("judged-later", file, content.readAllBytes());
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
        JudgeRole another = judgeRole();

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

    private void keepJob() {
        keepJob("{\"dataset\":\"few-digits\"}");
    }

    private void keepJob(String json) {
        store.put(new JobObjects(job).job(), json.getBytes(UTF_8), "application/json");
    }

    private CheckpointSaved save(int epoch) {
        return save(epoch, InitialStates.withoutMoments(LATENT_SIZE, epoch));
    }

    private CheckpointSaved save(int epoch, GanState state) {
        return checkpoints.saveEpoch(new JobObjects(job), new Checkpoint(epoch, epoch + 1, state, List.of()));
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

    private static JudgeRole judgeRole() {
        ObjectStore store = STORE.store();
        Checkpoints checkpoints = new Checkpoints(store, Clock.systemUTC());
        Judges judges = new Judges(store);
        CheckpointJudging judging = new CheckpointJudging(
                judges,
                new AcceptedJobs(store),
                checkpoints,
                new StoredQualities(store),
                new CheckpointPruning(store, checkpoints, new StoredQualities(store), Clock.systemUTC()),
                new Publisher(BROKER::kafka),
                Clock.systemUTC());
        return new JudgeRole(
                true,
                BROKER::kafka,
                checkpoints,
                judging,
                judges,
                new Retries(new SimpleMeterRegistry()),
                new ServiceThreads(),
                new SkippedMessages(new SimpleMeterRegistry()));
    }

    /** Puts a data set of the first test images, with the judge of all digits, in the bucket. */
    private static void putFewDigits() throws IOException {
        try (InputStream images = new GZIPInputStream(resource("t10k-images-idx3-ubyte.gz"))) {
            byte[] few = images.readNBytes(16 + FEW * 784);
            ByteBuffer.wrap(few).putInt(Integer.BYTES, FEW);
            put(FEW_DIGITS, "t10k-images-idx3-ubyte", few);
        }
        put(FEW_DIGITS, "judge.safetensors", Dataset.MNIST.judge());
    }

    private static InputStream resource(String name) {
        return JudgeRoleTest.class.getResourceAsStream("/datasets/mnist/" + name);
    }

    private static void put(String dataset, String name, byte[] bytes) {
        STORE.store().put("datasets/%s/%s".formatted(dataset, name), bytes, "application/octet-stream");
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
