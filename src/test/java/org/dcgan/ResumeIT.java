package org.dcgan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs of the packaged program that are killed and started again, held byte for byte to one that is not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResumeIT {
    /** Three epochs of five iterations, the last batch a short one; a checkpoint after the second and fourth iteration too. */
    private static final List<String> JOB = List.of(
            "train",
            "--id",
            "run",
            "--epochs",
            "3",
            "--limit",
            "75",
            "--batch-size",
            "16",
            "--record-every",
            "2",
            "--checkpoint-every",
            "2");

    private Path directory;
    private Map<String, ByteBuffer> uninterrupted;

    /** When the process is killed. */
    enum KillPoint {
        BEFORE_THE_FIRST_CHECKPOINT(data -> exists(data, "samples/fake_step_0.png")),
        IN_THE_UPLOAD_OF_A_STEPS_CHECKPOINT(data -> exists(data, "checkpoints/step-2/generator.safetensors")),
        IN_THE_UPLOAD_OF_AN_EPOCHS_CHECKPOINT(data -> exists(data, "checkpoints/epoch-0/discriminator.safetensors")),
        BETWEEN_EPOCHS(data -> exists(data, "checkpoints/epoch-1/manifest.json")),
        AFTER_THE_LAST_STEP(data -> exists(data, "checkpoints/epoch-2/manifest.json")),
        IN_THE_FINAL_UPLOADS(data -> exists(data, "losses/losses.json"));

        private final Predicate<Path> isReached;

        KillPoint(Predicate<Path> isReached) {
            this.isReached = isReached;
        }
    }

    @BeforeAll
    void runWithoutInterruption() throws Exception {
        directory = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "resume");
        Path data = directory.resolve("uninterrupted");
        Process process = start(data);
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        uninterrupted = objects(data);
        assertThat(uninterrupted).hasSizeGreaterThan(30);
    }

    @ParameterizedTest
    @EnumSource
    void aRunKilledOnceLeavesTheSameBytes(KillPoint point) throws Exception {
        Path data = directory.resolve(point.name());
        Process process = start(data);
        await().pollInterval(Duration.ofMillis(1))
                .atMost(Duration.ofSeconds(120))
                .until(() -> point.isReached.test(data));

        process.destroyForcibly().waitFor();

        assertThat(finish(data)).isEqualTo(uninterrupted);
    }

    @Test
    void aRunKilledAgainAndAgainAtRandomLeavesTheSameBytes() throws Exception {
        Path data = directory.resolve("random");
        Random random = new Random(1);
        int kills = 0;
        for (int i = 0; i < 3; i++) {
            Process process = start(data);
            await().atMost(Duration.ofSeconds(120))
                    .until(() -> !process.isAlive() || exists(data, "samples/fake_step_0.png"));
            if (!process.waitFor(2_000 + random.nextInt(4_000), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
                kills++;
            }
        }

        assertThat(finish(data)).isEqualTo(uninterrupted);
        assertThat(kills).isPositive();
    }

    @Test
    void aRunToldToStopSavesWhereItIsAndLeavesTheSameBytes() throws Exception {
        Path data = directory.resolve("stopped");
        Process process = start(data);
        await().pollInterval(Duration.ofMillis(1))
                .atMost(Duration.ofSeconds(120))
                .until(() -> exists(data, "samples/fake_step_3.png"));

        process.destroy(); // SIGTERM

        assertThat(process.waitFor(15, TimeUnit.SECONDS)).isTrue();
        assertThat(objects(data).keySet()).anyMatch(key -> key.matches("checkpoints/(step|epoch)-.*/manifest.json"));
        assertThat(finish(data)).isEqualTo(uninterrupted);
    }

    /** Starts the program again and waits until the job has succeeded. */
    private Map<String, ByteBuffer> finish(Path data) throws Exception {
        Process process = start(data);
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return objects(data);
    }

    private static Process start(Path data) throws IOException {
        return Program.start(data, List.of("dcgan.roles=trainer"), JOB).process();
    }

    /**
     * Every object of the job by its key after {@code jobs/ID/}. An upload that the embedded server was killed in lies under a name
     * of the server's own, which nobody asks for.
     */
    private static Map<String, ByteBuffer> objects(Path data) throws IOException {
        Map<String, ByteBuffer> objects = new TreeMap<>();
        Path job = job(data);
        try (Stream<Path> files = Files.walk(job)) {
            files.filter(Files::isRegularFile)
                    .filter(file -> !isHalfAnUpload(file))
                    .forEach(file -> {
                        try {
                            objects.put(job.relativize(file).toString(), ByteBuffer.wrap(Files.readAllBytes(file)));
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
        }
        return objects;
    }

    private static boolean isHalfAnUpload(Path file) {
        return file.toString().matches(".*-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    }

    private static boolean exists(Path data, String key) {
        return Files.exists(job(data).resolve(key));
    }

    private static Path job(Path data) {
        return data.resolve("s3/dcgan/jobs/run");
    }
}
