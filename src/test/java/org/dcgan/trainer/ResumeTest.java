package org.dcgan.trainer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import com.google.common.util.concurrent.Uninterruptibles;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.dcgan.KafkaServer;
import org.dcgan.StoreServer;
import org.dcgan.checkpoint.Checkpoint;
import org.dcgan.checkpoint.Checkpoints;
import org.dcgan.checkpoint.JobObjects;
import org.dcgan.dataset.Dataset;
import org.dcgan.dataset.Images;
import org.dcgan.embedded.EmbeddedS3;
import org.dcgan.message.Crash;
import org.dcgan.message.Json;
import org.dcgan.message.TrainingJob;
import org.dcgan.process.ServiceThreads;
import org.dcgan.retry.Retries;
import org.dcgan.store.ObjectEntry;
import org.dcgan.store.ObjectStore;
import org.dcgan.topic.Publisher;
import org.dcgan.trainer.AttemptFiles.AttemptFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Runs that end in the middle of an upload, as if their process was killed, and are resumed; held byte for byte to one that did
 * not end. {@code ResumeIT} kills processes.
 */
@Execution(ExecutionMode.CONCURRENT)
class ResumeTest {
    /** Two epochs of three iterations, the last batch a short one; a checkpoint after the second iteration too. */
    private static final String JOB = "{\"epochs\":2,\"limit\":40,\"batchSize\":16,\"latentSize\":10,"
            + "\"recordEvery\":2,\"checkpointEvery\":2}";

    private static final Predicate<String> NEVER = key -> false;

    @RegisterExtension
    static final KafkaServer BROKER = new KafkaServer();

    private static Map<String, ByteBuffer> uninterrupted;

    private final TrainingJob job =
            Json.read(JOB.getBytes(UTF_8), TrainingJob.class).identified("run");
    private final Images images;
    private final Publisher publisher = new Publisher(BROKER::kafka);

    @TempDir
    Path directory;

    private EmbeddedS3 server;
    private int attempts;

    ResumeTest() throws IOException {
        images = Dataset.MNIST.training().limit(40);
    }

    /** The object that is being uploaded when the process is killed; nothing is stored after it. */
    enum KillPoint {
        BEFORE_THE_FIRST_CHECKPOINT("jobs/run/samples/fake_step_0.png"),
        IN_THE_UPLOAD_OF_A_STEPS_CHECKPOINT("jobs/run/checkpoints/step-2/optimizers.safetensors"),
        BEFORE_THE_MANIFEST_OF_A_STEPS_CHECKPOINT("jobs/run/checkpoints/step-2/manifest.json"),
        IN_THE_UPLOAD_OF_AN_EPOCHS_CHECKPOINT("jobs/run/checkpoints/epoch-0/discriminator.safetensors"),
        BEFORE_THE_MANIFEST_OF_AN_EPOCHS_CHECKPOINT("jobs/run/checkpoints/epoch-0/manifest.json"),
        BETWEEN_EPOCHS("latest.json"),
        AFTER_THE_LAST_STEP("jobs/run/losses/generator_loss.npy"),
        IN_THE_FINAL_UPLOADS("jobs/run/timelapse.gif"),
        BEFORE_THE_LAST_OBJECT("jobs/run/internals/layer-4.png");

        private final String key;

        KillPoint(String key) {
            this.key = key;
        }
    }

    @BeforeAll
    static void runWithoutInterruption(@TempDir Path directory) throws Exception {
        ResumeTest test = new ResumeTest();
        test.directory = directory;
        test.startStore();
        assertThat(test.train(NEVER)).isTrue();
        uninterrupted = test.objects();
        assertThat(uninterrupted).hasSizeGreaterThan(20);
        test.stopStore();
    }

    @BeforeEach
    void startStore() throws IOException {
        server = EmbeddedS3.start(directory.resolve("s3"), 0, StoreServer.ACCESS_KEY, StoreServer.SECRET_KEY);
    }

    @AfterEach
    void stopStore() throws IOException {
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void aRunKilledOnceLeavesTheSameBytes(KillPoint point) throws Exception {
        boolean finished = train(point.key::equals);

        assertThat(finished).isFalse();
        assertThat(train(NEVER)).isTrue();
        assertThat(objects()).isEqualTo(uninterrupted);
    }

    @Test
    void aRunKilledAgainAndAgainAtRandomLeavesTheSameBytes() throws Exception {
        Random random = new Random(1);
        int kills = 0;
        for (int i = 0; i < 3; i++) {
            AtomicInteger left = new AtomicInteger(3 + random.nextInt(12));
            if (!train(key -> left.decrementAndGet() == 0)) {
                kills++;
            }
        }

        assertThat(train(NEVER)).isTrue();
        assertThat(objects()).isEqualTo(uninterrupted);
        assertThat(kills).isEqualTo(3);
    }

    /** Trains from the newest checkpoint to the end, or to where the line to the store is cut; true at the end. */
    private boolean train(Predicate<String> cutAt) throws Exception {
        try (CutLine line = new CutLine(server.endpoint(), cutAt);
                AttemptFile evidence = evidence()) {
            ObjectStore store = StoreServer.connect(line.endpoint());
            Checkpoints checkpoints = new Checkpoints(store, Clock.systemUTC());
            try (RunRecorder recorder = recorder(store, checkpoints, evidence)) {
                Checkpoint start =
                        checkpoints.newest(new JobObjects(job.id())).orElseGet(() -> TrainingRun.beginning(job));
                TrainingRun run = new TrainingRun(
                        job,
                        images,
                        Device.cpu(),
                        recorder,
                        () -> line.isCut() ? Optional.of(StopReason.LEASE_LOST) : Optional.empty(),
                        new CheckpointTimer(Duration.ofHours(1), System::nanoTime));
                Thread killer = killer(line);
                try {
                    run.train(start);
                    recorder.settle();
                } catch (InterruptedException e) {
                    assertThat(line.isCut()).isTrue();
                } finally {
                    killer.interrupt();
                    Uninterruptibles.joinUninterruptibly(killer);
                    Thread.interrupted(); // it may have come too late
                }
            }
            return !line.isCut();
        }
    }

    /** Interrupts the calling thread once the line is cut, as nothing can be stored from then on. */
    private static Thread killer(CutLine line) {
        Thread training = Thread.currentThread();
        Thread killer = new Thread(() -> {
            try {
                line.awaitCut();
                training.interrupt();
            } catch (InterruptedException e) {
                // the run has ended before
            }
        });
        killer.start();
        return killer;
    }

    private RunRecorder recorder(ObjectStore store, Checkpoints checkpoints, AttemptFile evidence) {
        TrainerConfig config = new SmallRyeConfigBuilder()
                .withMapping(TrainerConfig.class)
                .addDiscoveredConverters()
                .build()
                .getConfigMapping(TrainerConfig.class);
        Attempt attempt =
                new Attempt(job.id(), attempts, 0, "worker", "dcgan-jobs-0-0", TrainingRun.steps(job, images));
        Lease lease = new Lease(Duration.ofHours(1), System.nanoTime(), System::nanoTime);
        return new RunRecorder(
                job,
                attempt,
                lease,
                evidence,
                checkpoints,
                new OldCheckpoints(null, null, publisher), // the job keeps all
                new Results(store, checkpoints),
                publisher,
                Clock.systemUTC(),
                new Backlog(config.backlog(), new Retries(new SimpleMeterRegistry()), new ServiceThreads()));
    }

    private AttemptFile evidence() {
        attempts++;
        Crash crash =
                new Crash(job.id(), attempts, Instant.ofEpochSecond(attempts), 0, 0, true, "worker", "killed", null);
        return new AttemptFiles(directory).begin("cluster", crash, false).orElseThrow();
    }

    /** Every object by its key, without the pointer to the latest checkpoint, which names the time. */
    private Map<String, ByteBuffer> objects() {
        ObjectStore store = StoreServer.connect(server.endpoint());
        Map<String, ByteBuffer> objects = new TreeMap<>();
        store.list("jobs/")
                .map(ObjectEntry::key)
                .forEach(key -> objects.put(key, ByteBuffer.wrap(store.get(key).orElseThrow())));
        return objects;
    }
}
