package org.dcgan.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.dcgan.message.Crash;
import org.dcgan.trainer.AttemptFiles.AttemptFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("fast")
class AttemptFilesTest {
    private static final Crash BEGUN =
            new Crash("job", 2, Instant.ofEpochMilli(77), 0, 0, "w1", "its process died", null);

    @TempDir
    Path temporary;

    private AttemptFiles files;
    private AttemptFiles others;

    @BeforeEach
    void prepare() {
        files = new AttemptFiles(temporary);
        others = new AttemptFiles(temporary);
        files.prepare();
    }

    @AfterEach
    void close() {
        files.close();
    }

    @Test
    void aProcessThatLivesHasNotCrashed() {
        files.begin("cluster", BEGUN);

        assertThat(crashes(files, "cluster")).isEmpty();
        assertThat(crashes(others, "cluster")).isEmpty();
    }

    @Test
    void aFileThatNobodyHasLockedIsACrashAtTheStepThatItNames() throws IOException {
        AttemptFile file = files.begin("cluster", BEGUN);
        file.began(100);
        file.reached(123);
        leaveAsIfItsProcessHadDied();

        assertThat(crashes(others, "cluster"))
                .containsExactly(
                        new Crash("job", 2, Instant.ofEpochMilli(77), 100, 123, "w1", "its process died", null));
    }

    @Test
    void aCrashIsReportedOnce() throws IOException {
        files.begin("cluster", BEGUN);
        leaveAsIfItsProcessHadDied();
        crashes(others, "cluster");

        assertThat(crashes(others, "cluster")).isEmpty();
    }

    @Test
    void aReportThatFailsIsMadeAgain() throws IOException {
        files.begin("cluster", BEGUN);
        leaveAsIfItsProcessHadDied();
        assertThatReportingFails();

        assertThat(crashes(others, "cluster")).hasSize(1);
    }

    @Test
    void anAttemptThatEndedHasNotCrashed() {
        files.begin("cluster", BEGUN).close();

        assertThat(temporary.toFile().listFiles()[0].listFiles()).isEmpty();
    }

    @Test
    void crashesOverJobsOfAnotherClusterAreNotReported() throws IOException {
        files.begin("cluster", BEGUN);
        leaveAsIfItsProcessHadDied();

        assertThat(crashes(others, "another")).isEmpty();
        assertThat(crashes(others, "cluster")).hasSize(1);
    }

    @Test
    void whatCannotBeReadIsPassedOver() throws IOException {
        Files.createDirectory(directory().resolve("cluster.job.1.5.attempt"));
        files.begin("cluster", BEGUN);
        leaveAsIfItsProcessHadDied();

        assertThat(crashes(others, "cluster")).hasSize(1);
    }

    @Test
    void aProcessThatWasToldToStopLeavesNoEvidence() throws IOException {
        files.close();

        files.begin("cluster", BEGUN);

        assertThat(directory()).isEmptyDirectory();
    }

    @Test
    void aFileOfAnotherKindIsNoCrash() throws IOException {
        Path directory = directory();
        Files.writeString(directory.resolve("cluster.job.2.77.attempt"), "short");
        Files.writeString(directory.resolve("cluster.JOB.x.attempt"), "sixteen bytes or more");

        assertThat(crashes(others, "cluster")).isEmpty();
    }

    @Test
    void anAttemptGoesOnWhereNoFileCanBeWritten() throws IOException {
        Files.delete(directory());
        Files.createFile(temporary.resolve("dcgan-" + System.getProperty("user.name")));

        AttemptFile file = files.begin("cluster", BEGUN);
        file.reached(5);

        assertThat(file.crash("out of memory").step()).isEqualTo(5);
    }

    @Test
    void aDirectoryThatWasClearedAwayIsMadeAgain() throws IOException {
        Files.delete(directory());

        files.begin("cluster", BEGUN);

        assertThat(directory()).isNotEmptyDirectory();
        assertThat(crashes(others, "cluster")).isEmpty();
    }

    private void assertThatReportingFails() {
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> others.reportAbandoned("cluster", crash -> {
                    throw new IllegalStateException("the broker is away");
                }))
                .isInstanceOf(IllegalStateException.class);
    }

    /** A copy has no lock. */
    private void leaveAsIfItsProcessHadDied() throws IOException {
        Path file;
        try (Stream<Path> all = Files.list(directory())) {
            file = all.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
        byte[] content = Files.readAllBytes(file);
        files.close();
        Files.write(file, content);
    }

    private Path directory() throws IOException {
        try (Stream<Path> all = Files.list(temporary)) {
            return all.findFirst().orElseThrow();
        }
    }

    private static List<Crash> crashes(AttemptFiles files, String cluster) {
        List<Crash> crashes = new ArrayList<>();
        files.reportAbandoned(cluster, crashes::add);
        return crashes;
    }
}
