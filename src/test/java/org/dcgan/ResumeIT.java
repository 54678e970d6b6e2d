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
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Runs of the packaged program that are killed and started again, held byte for byte to one that is not. {@code ResumeTest} ends runs
 * at more points, within one process.
 */
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

    @Test
    void aRunKilledInAnEpochAndInTheFinalUploadsLeavesTheSameBytes() throws Exception {
        Path data = directory.resolve("killed");

        killOnce(data, "checkpoints/epoch-0/discriminator.safetensors");
        killOnce(data, "losses/losses.png");

        assertThat(finish(data)).isEqualTo(uninterrupted);
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

    /** Starts the program and kills it as soon as an object is there. */
    private static void killOnce(Path data, String key) throws Exception {
        Process process = start(data);
        await().pollInterval(Duration.ofMillis(1))
                .atMost(Duration.ofSeconds(120))
                .until(() -> exists(data, key));

        process.destroyForcibly().waitFor();

        assertThat(process.exitValue()).as("not that of a run that has ended").isNotZero();
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
