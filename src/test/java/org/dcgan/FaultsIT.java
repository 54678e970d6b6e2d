package org.dcgan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.core.ConditionFactory;
import org.dcgan.TroubledLine.Trouble;
import org.dcgan.embedded.EmbeddedKafka;
import org.dcgan.embedded.EmbeddedS3;
import org.dcgan.message.JobState;
import org.dcgan.message.JobState.State;
import org.dcgan.message.LossRecorded;
import org.dcgan.topic.Publisher;
import org.dcgan.topic.Topic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is promised when a worker, as a process of its own, or its store gets into trouble. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsIT {
    /** Three epochs of ten iterations, each recorded. */
    private static final String JOB = "{\"limit\":160,\"batchSize\":16,\"epochs\":3,\"recordEvery\":1,\"seed\":1}";

    private static final int STEPS = 30;
    /** One epoch of 60 iterations, each recorded. */
    private static final String ONE_EPOCH = "{\"limit\":1920,\"batchSize\":32,\"epochs\":1,\"recordEvery\":1}";
    /** One epoch of 30 iterations, with a checkpoint every five. */
    private static final String SAVED_OFTEN =
            "{\"limit\":960,\"batchSize\":32,\"epochs\":1,\"recordEvery\":1,\"checkpointEvery\":5}";
    /** Its first step takes longer than it takes to kill the worker. */
    private static final String ENDLESS_STEP = "{\"limit\":1024,\"batchSize\":1024,\"epochs\":1,\"recordEvery\":1}";

    private static final String TINY = "{\"limit\":8,\"batchSize\":8,\"epochs\":1}";
    private static final int BACKLOG_MEBIBYTES = 4;
    private static final Duration LOCK = Duration.ofSeconds(6);

    private final List<Program> workers = new ArrayList<>();
    private Path directory;
    private EmbeddedKafka broker;
    private EmbeddedS3 store;
    private TroubledLine line;
    private Publisher publisher;
    private TopicReader topics;
    private byte[] expected;

    @BeforeAll
    void trainWithoutTrouble() throws Exception {
        directory = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "faults");
        broker = EmbeddedKafka.start(directory.resolve("kafka"), 0);
        store = EmbeddedS3.start(directory.resolve("s3"), 0, "access", "secret");
        line = new TroubledLine(store.endpoint().getPort());
        Map<String, Object> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
        publisher = new Publisher(() -> kafka);
        topics = new TopicReader(kafka);
        startWorker();
        publish("undisturbed", JOB);
        expected = weightsAtTheEnd("undisturbed");
    }

    @AfterEach
    void stopWorkers() throws InterruptedException {
        for (Program worker : workers) {
            worker.kill();
        }
        workers.clear();
    }

    @AfterAll
    void stopServers() throws IOException {
        line.close();
        store.close();
        broker.close();
    }

    @Test
    void aJobOfAKilledWorkerGoesOnAtAnother() throws Exception {
        startTwoWorkers();
        publish("killed", JOB);
        Program first = workerAtStep("killed", 12);

        first.kill();

        timed("from kill -9 to the next attempt", () -> startOfAttempt("killed", 2));
        assertThat(weightsAtTheEnd("killed")).isEqualTo(expected);
    }

    @Test
    void aWorkerToldToStopHandsItsJobOverWhereItIs() throws Exception {
        startTwoWorkers();
        publish("handed-over", JOB);
        Program first = workerAtStep("handed-over", 12);

        first.process().destroy(); // SIGTERM

        timed("from SIGTERM to the next attempt", () -> startOfAttempt("handed-over", 2));
        assertThat(weightsAtTheEnd("handed-over")).isEqualTo(expected);
        assertThat(losses("handed-over")).extracting(LossRecorded::step).doesNotHaveDuplicates();
        assertThat(first.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aWorkerStoppedForLongerThanTheLockSaysNothingMore() throws Exception {
        startTwoWorkers();
        publish("suspended", JOB);
        Program first = workerAtStep("suspended", 12);
        signal(first, "STOP");
        startOfAttempt("suspended", 2);
        long inHand = stepInHand("suspended", 1);

        signal(first, "CONT");

        assertThat(weightsAtTheEnd("suspended")).isEqualTo(expected);
        assertThat(end("suspended").attempt()).isEqualTo(2);
        assertThat(lastStepOfAttempt("suspended", 1)).isLessThanOrEqualTo(inHand);
    }

    @Test
    void twoJobsOutlastThreeRestartsOfTheBrokerInOneEpoch() throws Exception {
        startTwoWorkers();
        publish("restarted-1", ONE_EPOCH);
        publish("restarted-2", ONE_EPOCH);
        for (int restart = 1; restart <= 3; restart++) {
            long step = 5 * restart;
            eventually().until(() -> lastStep("restarted-1") >= step && lastStep("restarted-2") >= step);

            restartBroker();
        }

        assertThat(end("restarted-1").state()).isEqualTo(State.SUCCEEDED);
        assertThat(end("restarted-2").state()).isEqualTo(State.SUCCEEDED);
    }

    @Test
    void aJobIsNotFailedForWorkersThatAreSuspendedOneAfterTheOther() throws Exception {
        startTwoWorkers();
        publish("passed-on", ONE_EPOCH);
        for (int attempt = 1; attempt <= 4; attempt++) {
            Program worker = workerOfAttempt("passed-on", attempt);
            signal(worker, "STOP");
            startOfAttempt("passed-on", attempt + 1);
            signal(worker, "CONT");
        }

        assertThat(end("passed-on")).returns(State.SUCCEEDED, JobState::state);
    }

    @Test
    void aJobThatTakesThreeWorkersDownAtTheSameStepIsFailed() throws Exception {
        startWorker();
        publish("deadly", ENDLESS_STEP);

        killWorkersOf("deadly");

        assertThat(end("deadly"))
                .returns(State.FAILED, JobState::state)
                .extracting(JobState::reason, STRING)
                .matches("its worker died 3 times without getting beyond step 0 "
                        + "\\(attempts \\d+, \\d+, \\d+, each alone on its machine\\).*");
    }

    @Test
    void aHealthyJobBesideOneThatTakesTheirProcessDownSucceeds() throws Exception {
        startWorker("dcgan.trainer.slots=2");
        publish("healthy", SAVED_OFTEN);
        publish("beside", ENDLESS_STEP);
        eventually().until(() -> lastStep("healthy") >= 0);

        int killed = killWorkersOf("beside", "dcgan.trainer.slots=2");

        assertThat(killed).isGreaterThan(3); // the first beside the healthy job, three alone

        assertThat(end("beside").state()).isEqualTo(State.FAILED);
        assertThat(end("healthy").state()).isEqualTo(State.SUCCEEDED);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aJobOutlastsTroubleWithTheStore(Trouble trouble) throws Exception {
        Program worker = startWorker();
        String id = trouble.name().toLowerCase().replace('_', '-');
        publish(id, JOB);
        workerAtStep(id, 12);

        line.set(trouble);
        try {
            if (trouble != Trouble.SLOW) {
                eventually().until(() -> worker.health("ready") == 503);
            }
            assertThat(worker.health("live")).isEqualTo(200);
        } finally {
            line.set(Trouble.NONE);
        }

        assertThat(weightsAtTheEnd(id)).isEqualTo(expected);
        assertThat(worker.health("ready")).isEqualTo(200);
        assertThat(losses(id)).extracting(LossRecorded::step).containsExactlyElementsOf(steps());
    }

    @Test
    void aWorkerToldToStopWhileTheStoreIsAwayEndsAndItsJobGoesOnElsewhere() throws Exception {
        Program first = startWorker();
        publish("cut-off", JOB);
        workerAtStep("cut-off", 12);
        line.set(Trouble.CUT);
        try {
            eventually().until(() -> first.health("ready") == 503);

            first.process().destroy(); // SIGTERM

            assertThat(first.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            line.set(Trouble.NONE);
        }
        startWorker();
        assertThat(weightsAtTheEnd("cut-off")).isEqualTo(expected);
    }

    @Test
    void jobsAreSharedOutToEveryWorker() throws Exception {
        startTwoWorkers();
        List<String> ids = IntStream.range(0, 6).mapToObj(i -> "shared-" + i).toList();

        ids.forEach(id -> publish(id, TINY));

        ids.forEach(this::end);
        assertThat(workers).allSatisfy(worker -> assertThat(ids).anyMatch(id -> trains(worker, end(id))));
    }

    @Test
    void manyJobsLeaveNoThreadsAndNoFilesBehind() throws Exception {
        Program worker = startWorker();
        runMany("warm-up", 8);
        long threads = threads(worker);
        long files = openFiles(worker);

        runMany("soak", 20);

        assertThat(threads(worker)).isLessThanOrEqualTo(threads + 3);
        assertThat(openFiles(worker)).isLessThanOrEqualTo(files + 5);
    }

    private void runMany(String name, int count) {
        IntStream.range(0, count).forEach(i -> publish(name + "-" + i, TINY));
        end(name + "-" + (count - 1));
    }

    private void startTwoWorkers() throws IOException {
        startWorker();
        startWorker();
    }

    /** Starts a worker and waits until it is ready. */
    private Program startWorker(String... more) throws IOException {
        List<String> settings = new ArrayList<>(List.of(more));
        settings.addAll(List.of(
                "dcgan.roles=trainer",
                "dcgan.trainer.lock=" + LOCK,
                "dcgan.trainer.patience=PT5S",
                "dcgan.trainer.backlog=" + BACKLOG_MEBIBYTES,
                "kafka.bootstrap.servers=" + broker.bootstrapServers(),
                "dcgan.s3.endpoint=http://127.0.0.1:" + line.port(),
                "dcgan.s3.access-key=access",
                "dcgan.s3.secret-key=secret"));
        Program worker = Program.start(Files.createTempDirectory(directory, "worker"), settings, List.of())
                .awaitReady();
        workers.add(worker);
        return worker;
    }

    private void publish(String id, String job) {
        publisher.publish(new ProducerRecord<>(Topic.JOBS.topicName(), id.getBytes(UTF_8), job.getBytes(UTF_8)));
    }

    /** The worker that trains the job, once it has come this far. */
    private Program workerAtStep(String id, long step) {
        eventually().until(() -> lastStepOfAttempt(id, 1) >= step);
        JobState running = states(id).stream()
                .filter(state -> state.state() == State.RUNNING)
                .findFirst()
                .orElseThrow();
        return workers.stream()
                .filter(worker -> trains(worker, running))
                .findFirst()
                .orElseThrow();
    }

    private Program workerOfAttempt(String id, int attempt) {
        startOfAttempt(id, attempt);
        JobState running = states(id).stream()
                .filter(state -> state.attempt() == attempt && state.state() == State.RUNNING)
                .findFirst()
                .orElseThrow();
        return workers.stream()
                .filter(worker -> trains(worker, running))
                .findFirst()
                .orElseThrow();
    }

    /**
     * Kills the worker of each attempt at a job and starts another one, until the job has ended. An attempt may lose its lease
     * before it is killed where the machine is busy; so attempts are not counted.
     *
     * @return how many workers were killed
     */
    private int killWorkersOf(String id, String... settings) throws Exception {
        int killed = 0;
        while (true) {
            JobState newest = eventually()
                    .until(
                            () -> states(id).stream()
                                    .reduce((older, newer) -> newer)
                                    .orElse(null),
                            state -> state != null && (state.state().isTerminal() || trainsAlive(state)));
            if (newest.state().isTerminal()) {
                return killed;
            }
            assertThat(killed).as("workers killed").isLessThan(10);
            liveWorkerOf(newest).orElseThrow().kill();
            killed++;
            startWorker(settings);
        }
    }

    private boolean trainsAlive(JobState state) {
        return state.state() == State.RUNNING && liveWorkerOf(state).isPresent();
    }

    private Optional<Program> liveWorkerOf(JobState state) {
        return workers.stream()
                .filter(worker -> worker.process().isAlive() && trains(worker, state))
                .findFirst();
    }

    private void restartBroker() throws Exception {
        int port = URI.create("kafka://" + broker.bootstrapServers()).getPort();
        broker.close();
        broker = EmbeddedKafka.start(directory.resolve("kafka"), port);
    }

    private void startOfAttempt(String id, int attempt) {
        eventually().until(() -> states(id).stream()
                .anyMatch(state -> state.attempt() == attempt && state.state() == State.RUNNING));
    }

    private JobState end(String id) {
        return eventually()
                .until(
                        () -> states(id).stream()
                                .filter(state -> state.state().isTerminal())
                                .toList(),
                        ends -> ends.size() == 1)
                .get(0);
    }

    private byte[] weightsAtTheEnd(String id) throws IOException {
        assertThat(end(id).state()).isEqualTo(State.SUCCEEDED);
        return Files.readAllBytes(
                directory.resolve("s3/dcgan/jobs/%s/checkpoints/epoch-2/generator.safetensors".formatted(id)));
    }

    private List<JobState> states(String id) {
        return topics.read(Topic.JOB_STATES, id, JobState.class);
    }

    private List<LossRecorded> losses(String id) {
        return topics.read(Topic.LOSSES, id, LossRecorded.class);
    }

    private long lastStep(String id) {
        return losses(id).stream().mapToLong(LossRecorded::step).max().orElse(-1);
    }

    private long lastStepOfAttempt(String id, int attempt) {
        return losses(id).stream()
                .filter(loss -> loss.attempt() == attempt)
                .mapToLong(LossRecorded::step)
                .max()
                .orElse(-1);
    }

    /** The step that the worker of an attempt is making, by the file that it keeps for that. */
    private static long stepInHand(String id, int attempt) throws IOException {
        Path files = Path.of(System.getProperty("java.io.tmpdir"), "dcgan-" + System.getProperty("user.name"));
        try (Stream<Path> all = Files.list(files)) {
            Path file = all.filter(path -> path.toString().contains(".%s.%d.".formatted(id, attempt))
                            && path.toString().endsWith(".attempt"))
                    .findFirst()
                    .orElseThrow();
            return ByteBuffer.wrap(Files.readAllBytes(file)).getLong(Long.BYTES);
        }
    }

    private static List<Long> steps() {
        return IntStream.range(0, STEPS).mapToObj(Long::valueOf).toList();
    }

    private static boolean trains(Program worker, JobState state) {
        return state.worker() != null
                && state.worker().contains("-" + worker.process().pid() + "-");
    }

    private static void signal(Program worker, String name) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(
                                "kill",
                                "-" + name,
                                Long.toString(worker.process().pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private static long threads(Program worker) throws IOException {
        return count(worker, "task");
    }

    private static long openFiles(Program worker) throws IOException {
        return count(worker, "fd");
    }

    private static long count(Program worker, String kind) throws IOException {
        try (Stream<Path> entries =
                Files.list(Path.of("/proc", Long.toString(worker.process().pid()), kind))) {
            return entries.count();
        }
    }

    private static void timed(String what, Runnable action) {
        long begun = System.nanoTime();
        action.run();
        System.out.printf(
                "%s: %d ms%n", what, Duration.ofNanos(System.nanoTime() - begun).toMillis());
    }

    private static ConditionFactory eventually() {
        return await().pollInSameThread().atMost(Duration.ofSeconds(240)).pollInterval(Duration.ofMillis(100));
    }
}
