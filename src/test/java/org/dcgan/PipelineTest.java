package org.dcgan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.dcgan.checkpoint.Checkpoints;
import org.dcgan.checkpoint.Safetensors;
import org.dcgan.dataset.Dataset;
import org.dcgan.gan.Network;
import org.dcgan.gan.Tensor;
import org.dcgan.message.CheckpointSaved;
import org.dcgan.message.JobState;
import org.dcgan.message.JobState.State;
import org.dcgan.message.LossRecorded;
import org.dcgan.npy.NpyArray;
import org.dcgan.picture.GreyImage;
import org.dcgan.store.ObjectEntry;
import org.dcgan.store.ObjectStore;
import org.dcgan.topic.Publisher;
import org.dcgan.topic.Topic;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A job from message to objects, on the embedded broker and store. */
@QuarkusTest
class PipelineTest {
    /** Two epochs of five iterations; iterations 0, 2 and 4 are recorded. */
    private static final String SMALL_JOB = "{\"limit\":300,\"epochs\":2,\"recordEvery\":2}";

    @Inject
    @Identifier("default-kafka-broker")
    Map<String, Object> kafka;

    @Inject
    Publisher publisher;

    @Inject
    ObjectStore store;

    @Inject
    Checkpoints checkpoints;

    private TopicReader topics;

    /** Most tests look at one job, which the first of them runs. */
    @BeforeEach
    void runTheWholeJobOnce() {
        topics = new TopicReader(kafka);
        if (topics.read(Topic.JOB_STATES, "whole", JobState.class).isEmpty()) {
            run("whole", SMALL_JOB);
        }
    }

    @Test
    void aJobLeavesEveryObjectOfTheLayout() {
        assertThat(keys("jobs/whole/"))
                .containsExactlyInAnyOrder(
                        "job.json",
                        "checkpoints/epoch-0/generator.safetensors",
                        "checkpoints/epoch-0/discriminator.safetensors",
                        "checkpoints/epoch-0/optimizers.safetensors",
                        "checkpoints/epoch-0/losses.json",
                        "checkpoints/epoch-0/manifest.json",
                        "checkpoints/epoch-1/generator.safetensors",
                        "checkpoints/epoch-1/discriminator.safetensors",
                        "checkpoints/epoch-1/optimizers.safetensors",
                        "checkpoints/epoch-1/losses.json",
                        "checkpoints/epoch-1/manifest.json",
                        "samples/real_step_0.png",
                        "samples/real_step_1.png",
                        "samples/real_step_2.png",
                        "samples/real_step_3.png",
                        "samples/real_step_4.png",
                        "samples/real_step_5.png",
                        "samples/fake_step_0.png",
                        "samples/fake_step_1.png",
                        "samples/fake_step_2.png",
                        "samples/fake_step_3.png",
                        "samples/fake_step_4.png",
                        "samples/fake_step_5.png",
                        "losses/generator_loss.npy",
                        "losses/discriminator_loss.npy",
                        "losses/losses.json",
                        "losses/losses.png",
                        "timelapse.gif",
                        "internals/output.png",
                        "internals/layer-2.png",
                        "internals/layer-3.png",
                        "internals/layer-4.png");
    }

    @Test
    void theAcceptedJobIsKeptWithItsDefaults() {
        assertThat(new String(object("jobs/whole/job.json"), UTF_8))
                .isEqualTo("{\"id\":\"whole\",\"dataset\":\"mnist\",\"epochs\":2,\"batchSize\":64,\"latentSize\":100,"
                        + "\"learningRate\":2.0E-4,\"beta1\":0.5,\"beta2\":0.999,\"realLabel\":1,\"seed\":3294177615,"
                        + "\"recordEvery\":2,\"precision\":\"float32\",\"limit\":300,\"stopOnCollapse\":false}");
    }

    @Test
    void aGridShowsTheBatch() throws IOException {
        GreyImage grid = GreyImage.fromPng(object("jobs/whole/samples/real_step_0.png"));
        GreyImage shortBatch = GreyImage.fromPng(object("jobs/whole/samples/fake_step_2.png"));

        assertThat(List.of(grid.width(), grid.height())).containsExactly(242, 242); // 8 × 8 images
        assertThat(List.of(shortBatch.width(), shortBatch.height())).containsExactly(242, 182); // 300 − 4 · 64 = 44
        float[] training = Dataset.MNIST
                .training()
                .limit(300)
                .scaled(IntStream.range(0, 300).toArray());
        int ink = IntStream.range(0, 28 * 28)
                .map(i -> grid.grey(2 + i % 28, 2 + i / 28))
                .sum();
        assertThat(IntStream.range(0, 300).map(image -> IntStream.range(0, 784)
                        .map(i -> Math.round((training[image * 784 + i] + 1) * 127.5f))
                        .sum()))
                .contains(ink);
    }

    @Test
    void theLossesAreTheEvents() {
        List<LossRecorded> events = topics.read(Topic.LOSSES, "whole", LossRecorded.class);
        float[] discriminator = NpyArray.fromBytes(object("jobs/whole/losses/discriminator_loss.npy"))
                .values();
        float[] generator = NpyArray.fromBytes(object("jobs/whole/losses/generator_loss.npy"))
                .values();

        assertThat(events).extracting(LossRecorded::saveStep).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
        assertThat(events).extracting(LossRecorded::step).containsExactly(0L, 2L, 4L, 5L, 7L, 9L);
        assertThat(events).extracting(LossRecorded::iteration).containsExactly(0, 2, 4, 0, 2, 4);
        assertThat(events).extracting(LossRecorded::discriminatorLoss).containsExactly(boxed(discriminator));
        assertThat(events).extracting(LossRecorded::generatorLoss).containsExactly(boxed(generator));
        assertThat(events).allSatisfy(event -> {
            assertThat(event.realScore()).isBetween(0f, 1f);
            assertThat(event.fakeScore()).isBetween(0f, 1f);
            assertThat(event.imagesPerSecond()).isPositive();
        });
    }

    @Test
    void theTimeLapseHasAFrameASaveStep() throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        try (ImageInputStream in =
                ImageIO.createImageInputStream(new ByteArrayInputStream(object("jobs/whole/timelapse.gif")))) {
            reader.setInput(in);
            assertThat(reader.getNumImages(true)).isEqualTo(6);
        }
    }

    @Test
    void theCheckpointHoldsTheStateDicts() {
        Map<String, Tensor> generator =
                Safetensors.read(object("jobs/whole/checkpoints/epoch-1/generator.safetensors"));

        assertThat(generator).containsOnlyKeys(Network.GENERATOR.initial(100, 0).keySet());
        assertThat(generator.get("upsample.0.weight").shape()).containsExactly(100, 256, 4, 4);
        assertThat(generator.get("upsample.1.num_batches_tracked").scalar()).isEqualTo(20);
    }

    @Test
    void theLatestCheckpointIsTheLastEpochsOfTheLastJob() {
        run("latest", "{\"limit\":16,\"batchSize\":8,\"epochs\":2}");

        CheckpointSaved latest = checkpoints.latest().get().orElseThrow();
        assertThat(latest.manifest()).isEqualTo("jobs/latest/checkpoints/epoch-1/manifest.json");
    }

    @Test
    void everyEpochsCheckpointIsAnnounced() {
        assertThat(topics.read(Topic.CHECKPOINTS, "whole", CheckpointSaved.class))
                .extracting(CheckpointSaved::epoch)
                .containsExactly(0, 1);
    }

    @Test
    void aJobGoesFromQueuedToSucceeded() {
        List<JobState> states = topics.read(Topic.JOB_STATES, "whole", JobState.class);
        assertThat(states)
                .extracting(JobState::state)
                .startsWith(State.QUEUED, State.RUNNING)
                .endsWith(State.RUNNING, State.SUCCEEDED);
        assertThat(states.get(states.size() - 1))
                .returns(1, JobState::attempt)
                .returns(10L, JobState::step)
                .returns(10L, JobState::steps);
    }

    @Test
    void theSameSeedGivesTheSameBytes() {
        run("twin-a", "{\"limit\":16,\"batchSize\":8,\"epochs\":1,\"seed\":5}");
        run("twin-b", "{\"limit\":16,\"batchSize\":8,\"epochs\":1,\"seed\":5}");

        for (String key : List.of(
                "checkpoints/epoch-0/generator.safetensors",
                "checkpoints/epoch-0/optimizers.safetensors",
                "losses/losses.json",
                "timelapse.gif",
                "internals/layer-2.png")) {
            assertThat(object("jobs/twin-b/" + key)).as(key).isEqualTo(object("jobs/twin-a/" + key));
        }
    }

    @Test
    void aJobWithoutAnIdIsNamedByItsPlaceInTheTopic() {
        publisher.publish(
                new ProducerRecord<>(Topic.JOBS.topicName(), null, "{\"limit\":64,\"epochs\":1}".getBytes(UTF_8)));
        long offset = topics.read(Topic.JOBS).stream()
                .filter(message -> message.key() == null)
                .findFirst()
                .orElseThrow()
                .offset();

        assertThat(awaitEnd("dcgan-jobs-0-" + offset).state()).isEqualTo(State.SUCCEEDED);
    }

    @Test
    void aRefusedMessageLiesInTheDeadLetterTopicAndTheNextJobRuns() {
        byte[] refused = "{\"epochs\":0}".getBytes(UTF_8);
        publisher.publish(new ProducerRecord<>(Topic.JOBS.topicName(), "poison".getBytes(UTF_8), refused));
        run("after-poison", "{\"limit\":64,\"epochs\":1}");

        ConsumerRecord<String, byte[]> dead = topics.read(Topic.DEAD_JOBS).stream()
                .filter(message -> "poison".equals(message.key()))
                .findFirst()
                .orElseThrow();
        assertThat(dead.value()).isEqualTo(refused);
        assertThat(header(dead, "field")).isEqualTo("epochs");
        assertThat(header(dead, "reason")).isEqualTo("epochs must be a whole number from 1 to 10000, was 0");
        assertThat(header(dead, "origin")).startsWith("dcgan-jobs-0-");
    }

    @Test
    void anUnknownDatasetIsRefused() {
        publish("no-set", "{\"dataset\":\"nowhere\"}");

        await().pollInSameThread().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(
                        topics.read(Topic.DEAD_JOBS))
                .filteredOn(message -> "no-set".equals(message.key()))
                .singleElement()
                .satisfies(message -> assertThat(header(message, "reason"))
                        .startsWith("dataset must be mnist, or a set in the object store")));
    }

    private void run(String id, String job) {
        publish(id, job);
        assertThat(awaitEnd(id).state()).isEqualTo(State.SUCCEEDED);
    }

    private void publish(String id, String job) {
        publisher.publish(new ProducerRecord<>(Topic.JOBS.topicName(), id.getBytes(UTF_8), job.getBytes(UTF_8)));
    }

    private JobState awaitEnd(String id) {
        return await().pollInSameThread()
                .atMost(Duration.ofSeconds(120))
                .pollInterval(Duration.ofMillis(200))
                .until(
                        () -> topics.read(Topic.JOB_STATES, id, JobState.class).stream()
                                .filter(state -> state.state().isTerminal())
                                .toList(),
                        ends -> !ends.isEmpty())
                .get(0);
    }

    private List<String> keys(String prefix) {
        return store.list(prefix)
                .map(ObjectEntry::key)
                .map(key -> key.substring(prefix.length()))
                .toList();
    }

    private byte[] object(String key) {
        return store.get(key).orElseThrow(() -> new AssertionError(key + " is missing"));
    }

    private static String header(ConsumerRecord<?, ?> message, String name) {
        return new String(message.headers().lastHeader(name).value(), UTF_8);
    }

    private static Float[] boxed(float[] values) {
        return IntStream.range(0, values.length).mapToObj(i -> values[i]).toArray(Float[]::new);
    }
}
