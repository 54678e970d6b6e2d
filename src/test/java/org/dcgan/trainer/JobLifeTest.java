package org.dcgan.trainer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.core.ConditionFactory;
import org.dcgan.TopicReader;
import org.dcgan.checkpoint.Checkpoint;
import org.dcgan.checkpoint.Checkpoints;
import org.dcgan.checkpoint.JobObjects;
import org.dcgan.gan.Dcgan;
import org.dcgan.gan.GanState;
import org.dcgan.gan.Tensor;
import org.dcgan.message.Cancellation;
import org.dcgan.message.Crash;
import org.dcgan.message.JobState;
import org.dcgan.message.JobState.State;
import org.dcgan.topic.JobMessage;
import org.dcgan.topic.Publisher;
import org.dcgan.topic.Topic;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs that end on request, and jobs that were asked for more than once, in the running pipeline. */
@QuarkusTest
class JobLifeTest {
    private static final String ENDLESS = "{\"epochs\":1000,\"batchSize\":8,\"recordEvery\":1000}";
    private static final String SHORT = "{\"limit\":8,\"epochs\":1,\"batchSize\":8}";

    @Inject
    @Identifier("default-kafka-broker")
    Map<String, Object> kafka;

    @Inject
    Publisher publisher;

    @Inject
    Checkpoints checkpoints;

    private TopicReader topics;

    @BeforeEach
    void readTopics() {
        topics = new TopicReader(kafka);
    }

    @Test
    void aRunningJobIsCancelledByWhoAskedForIt() {
        publish("running", ENDLESS);
        eventually().until(() -> has("running", State.RUNNING));

        cancel("running");

        JobState end = end("running");
        assertThat(end).returns(State.CANCELLED, JobState::state).returns("cancelled by a test", JobState::reason);
    }

    @Test
    void aWaitingJobIsCancelledBeforeItStarts() {
        publish("ahead", ENDLESS);
        publish("waiting", SHORT);
        eventually().until(() -> has("ahead", State.RUNNING));

        cancel("waiting");
        cancel("ahead");

        assertThat(end("waiting").state()).isEqualTo(State.CANCELLED);
        assertThat(states("waiting")).doesNotContain(State.RUNNING);
    }

    @Test
    void twoCancellationsAreOneEnd() {
        publish("twice", ENDLESS);
        eventually().until(() -> has("twice", State.RUNNING));

        cancel("twice");
        cancel("twice");
        end("twice");
        runToTheEnd("after-twice");

        assertThat(states("twice")).filteredOn(State::isTerminal).containsExactly(State.CANCELLED);
    }

    @Test
    void aCancellationAfterTheEndChangesNothing() {
        runToTheEnd("over");

        cancel("over");
        publish("over", SHORT);
        runToTheEnd("after-over");

        assertThat(states("over")).filteredOn(State::isTerminal).containsExactly(State.SUCCEEDED);
    }

    @Test
    void theSameJobTwentyTimesIsOneRun() {
        for (int time = 0; time < 20; time++) {
            publish("twentyfold", SHORT);
        }
        runToTheEnd("after-twentyfold");

        assertThat(states("twentyfold")).filteredOn(State::isTerminal).containsExactly(State.SUCCEEDED);
        assertThat(topics.read(Topic.JOB_STATES, "twentyfold", JobState.class))
                .extracting(JobState::attempt)
                .containsOnly(0, 1);
    }

    @Test
    void startsFromTheNetworksAndOptimisersOfAnotherJob() {
        runToTheEnd("parent");
        String child = "{\"limit\":8,\"epochs\":1,\"batchSize\":8,\"startFrom\":\"parent/0\"}";

        publish("child", child);

        assertThat(end("child").state()).isEqualTo(State.SUCCEEDED);
        Checkpoint parent = checkpoints.newest(new JobObjects("parent")).orElseThrow();
        Checkpoint last = checkpoints.newest(new JobObjects("child")).orElseThrow();
        assertThat(last.step()).isEqualTo(1);
        assertThat(last.state().optimizers().get("step").scalar())
                .isEqualTo(parent.state().optimizers().get("step").scalar() + 1);
    }

    @Test
    void aMessageOfBeforeItsRunWasDeletedIsNotRun() {
        publish("ahead-of-old", ENDLESS);
        publish("old", SHORT);
        publisher.delete(Topic.JOBS, JobMessage.purgeKey("old"));
        eventually().until(() -> has("ahead-of-old", State.RUNNING));

        cancel("ahead-of-old");
        runToTheEnd("after-old");

        assertThat(states("old")).isEmpty();
    }

    @Test
    void aJobThatCannotStartIsRefusedByField() {
        publish("orphan", "{\"startFrom\":\"no-such-run/0\"}");

        eventually().until(() -> topics.read(Topic.DEAD_JOBS).stream()
                .anyMatch(dead -> "orphan".equals(dead.key())
                        && "startFrom"
                                .equals(new String(
                                        dead.headers().lastHeader("field").value(), UTF_8))));
    }

    @Test
    void anotherJobOfTheSameIdIsRefused() {
        runToTheEnd("taken");

        publish("taken", "{\"limit\":8,\"epochs\":2,\"batchSize\":8}");
        runToTheEnd("after-taken");

        assertThat(topics.read(Topic.DEAD_JOBS))
                .filteredOn(message -> "taken".equals(message.key()))
                .singleElement()
                .satisfies(message -> assertThat(
                                new String(message.headers().lastHeader("field").value(), UTF_8))
                        .isEqualTo("id"));
    }

    @Test
    void aJobThatTookItsWorkerDownThreeTimesIsFailed() {
        for (int attempt = 1; attempt <= 3; attempt++) {
            Crash crash = crash("deadly", attempt);
            publisher.publish(Topic.CRASHES, crash.key(), crash);
        }

        publish("deadly", SHORT);

        assertThat(end("deadly"))
                .returns(State.FAILED, JobState::state)
                .returns(
                        "its worker died 3 times without getting beyond step 0 (attempts 1, 2, 3, each alone on its machine): its process died",
                        JobState::reason);
    }

    @Test
    void retriesAJobWithoutLimitIfItsWorkersLeaveNoEvidenceOfACrash() {
        publisher.publish(
                Topic.JOB_STATES,
                "silent",
                new JobState("silent", State.RUNNING, 9, 0, 0, 0, 1, "a worker that was cut off", null, null, null));

        publish("silent", SHORT);

        assertThat(end("silent")).returns(State.SUCCEEDED, JobState::state).returns(10, JobState::attempt);
    }

    @Test
    void aCheckpointWithinAnEpochEndsTheCountOfCrashes() {
        Crash crash = crash("further", 1);
        publisher.publish(Topic.CRASHES, crash.key(), crash);

        publish("further", "{\"limit\":24,\"epochs\":1,\"batchSize\":8,\"checkpointEvery\":1}");

        end("further");
        assertThat(topics.read(Topic.JOB_STATES, "further", JobState.class))
                .filteredOn(state -> state.state() == State.RUNNING)
                .extracting(JobState::step, JobState::crashes)
                .containsSubsequence(tuple(0L, 1), tuple(1L, 0), tuple(2L, 0));
    }

    @Test
    void aJobWhoseWorkersStoppedIsNotFailedForThat() {
        publisher.publish(
                Topic.JOB_STATES,
                "moved",
                new JobState("moved", State.QUEUED, 7, 0, 0, 0, 1, "a worker that stopped", null, null, null));

        publish("moved", SHORT);

        assertThat(end("moved")).returns(State.SUCCEEDED, JobState::state).returns(8, JobState::attempt);
    }

    @Test
    void failsAJobWithNonFiniteNumbersAndKeepsItsLastCheckpoint() {
        checkpoints.saveEpoch(new JobObjects("diverged"), new Checkpoint(0, 1, diverging(), List.of()));

        publish("diverged", "{\"limit\":8,\"epochs\":2,\"batchSize\":8}");

        assertThat(end("diverged").reason()).startsWith("the losses of step 1 are not finite: ");
        assertThat(checkpoints.epochs("diverged")).containsExactly(0);
    }

    /** A state whose next step adds infinities of both signs. */
    private static GanState diverging() {
        GanState state = Dcgan.initial(100, 1);
        float[] scale = new float[64];
        Arrays.fill(scale, Float.MAX_VALUE);
        Map<String, Tensor> generator = new LinkedHashMap<>(state.generator());
        generator.put("upsample.7.weight", Tensor.of(scale, scale.length));
        return new GanState(generator, state.discriminator(), state.optimizers(), Map.of());
    }

    private static Crash crash(String id, int attempt) {
        return new Crash(
                id,
                attempt,
                Instant.ofEpochSecond(attempt),
                0,
                0,
                true,
                "a worker that died",
                "its process died",
                null);
    }

    private void runToTheEnd(String id) {
        publish(id, SHORT);
        assertThat(end(id).state()).isEqualTo(State.SUCCEEDED);
    }

    private void publish(String id, String job) {
        publisher.publish(new ProducerRecord<>(Topic.JOBS.topicName(), id.getBytes(UTF_8), job.getBytes(UTF_8)));
    }

    private void cancel(String id) {
        publisher.publish(Topic.CANCELLATIONS, id, new Cancellation(id, "a test", null));
    }

    private boolean has(String id, State state) {
        return states(id).contains(state);
    }

    private List<State> states(String id) {
        return topics.read(Topic.JOB_STATES, id, JobState.class).stream()
                .map(JobState::state)
                .toList();
    }

    private JobState end(String id) {
        return eventually()
                .until(
                        () -> topics.read(Topic.JOB_STATES, id, JobState.class).stream()
                                .filter(state -> state.state().isTerminal())
                                .toList(),
                        ends -> !ends.isEmpty())
                .get(0);
    }

    private static ConditionFactory eventually() {
        return await().pollInSameThread().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(200));
    }
}
