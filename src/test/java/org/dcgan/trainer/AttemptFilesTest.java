package org.dcgan.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
            new Crash("job", 2, Instant.ofEpochMilli(77), 0, 0, true, "w1", "its process died", null);
    private static final Crash NEIGHBOUR =
            new Crash("neighbour", 1, Instant.ofEpochMilli(78), 0, 0, true, "w2", "its process died", null);

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
        others.close();
    }

    @Test
    void aProcessThatLivesHasNotCrashed() {
        begin(BEGUN);

        assertThat(crashes(files, "cluster")).isEmpty();
        assertThat(crashes(others, "cluster")).isEmpty();
    }

    @Test
    void aFileThatNobodyHasLockedIsACrashAtTheStepThatItNames() throws IOException {
        AttemptFile file = begin(BEGUN);
        file.began(100);
        file.reached(123);
        leaveAsIfItsProcessHadDied();

        assertThat(crashes(others, "cluster"))
                .containsExactly(
                        new Crash("job", 2, Instant.ofEpochMilli(77), 100, 123, true, "w1", "its process died", null));
    }

    @Test
    void marksBothAttemptsIfOneCrashesBesideTheOther() throws IOException {
        begin(BEGUN);
        others.begin("cluster", NEIGHBOUR, false);
        leaveAsIfItsProcessHadDied();

        assertThat(crashes(files, "cluster"))
                .hasSize(2)
                .extracting(Crash::alone)
                .containsOnly(false);
    }

    @Test
    void aCrashAfterAnotherAttemptHasEndedSaysThatItWasNotAloneAllTheTime() throws IOException {
        begin(BEGUN);
        begin(NEIGHBOUR).close();
        leaveAsIfItsProcessHadDied();

        assertThat(crashes(files, "cluster")).extracting(Crash::alone).containsExactly(false);
    }

    @Test
    void anErrorBesideAnotherAttemptSaysSo() {
        AttemptFile file = begin(BEGUN);

        begin(NEIGHBOUR);

        assertThat(file.crash("out of memory").alone()).isFalse();
    }

    @Test
    void aFileOfAnEarlierVersionDoesNotProveThatItWasAlone() throws IOException {
        Files.write(directory().resolve("cluster.job.2.77.attempt"), new byte[20]);

        assertThat(crashes(files, "cluster")).extracting(Crash::alone).containsExactly(false);
    }

    @Test
    void anExclusiveAttemptWaitsForTheOthers() {
        AttemptFile other = begin(NEIGHBOUR);
        AttemptFile alone = others.begin("cluster", BEGUN, true).orElseThrow();
        boolean atOnce = alone.mayTrain();
        boolean isInTheWay = other.isInTheWay();

        other.close();

        assertThat(atOnce).isFalse();
        assertThat(isInTheWay).isTrue();
        assertThat(alone.mayTrain()).isTrue();
        assertThat(alone.crash("out of memory").alone()).isTrue();
    }

    @Test
    void nothingBeginsBesideAnExclusiveAttempt() {
        files.begin("cluster", BEGUN, true);

        assertThat(others.begin("cluster", NEIGHBOUR, false)).isEmpty();
        assertThat(others.begin("cluster", NEIGHBOUR, true)).isEmpty();
        assertThat(others.isTaken("cluster")).isTrue();
    }

    @Test
    void jobsOfAnotherClusterAreNoNeighbours() {
        files.begin("cluster", BEGUN, true);

        assertThat(others.begin("another", NEIGHBOUR, true)).isPresent();
        assertThat(others.isTaken("another")).isTrue();
        assertThat(others.isTaken("a third")).isFalse();
    }

    @Test
    void othersBeginOnceItHasGotFurther() {
        AttemptFile alone = files.begin("cluster", BEGUN, true).orElseThrow();

        alone.admitOthers();

        assertThat(others.isTaken("cluster")).isFalse();
        assertThat(others.begin("cluster", NEIGHBOUR, false)).isPresent();
    }

    @Test
    void aDeadExclusiveAttemptDoesNotBlockOthers() throws IOException {
        files.begin("cluster", BEGUN, true);
        leaveAsIfItsProcessHadDied();

        AttemptFiles next = new AttemptFiles(temporary);

        assertThat(next.isTaken("cluster")).isFalse();
        assertThat(next.begin("cluster", NEIGHBOUR, true)).isPresent();
        next.close();
    }

    @Test
    void marksWithoutAnAttemptAreRemoved() throws IOException {
        Files.createFile(directory().resolve("cluster.job.2.77.1-1.exclusive"));
        Files.createFile(directory().resolve("cluster.job.2.77.1-1.accompanied"));

        crashes(files, "cluster");

        assertThat(names()).containsExactly("lock");
    }

    @Test
    void aCrashIsReportedOnce() throws IOException {
        begin(BEGUN);
        leaveAsIfItsProcessHadDied();
        crashes(others, "cluster");

        assertThat(crashes(others, "cluster")).isEmpty();
    }

    @Test
    void aReportThatFailsIsMadeAgain() throws IOException {
        begin(BEGUN);
        leaveAsIfItsProcessHadDied();
        assertThatReportingFails();

        assertThat(crashes(others, "cluster")).hasSize(1);
    }

    @Test
    void anAttemptThatEndedHasNotCrashed() throws IOException {
        begin(BEGUN).close();

        assertThat(names()).containsExactly("lock");
    }

    @Test
    void crashesOverJobsOfAnotherClusterAreNotReported() throws IOException {
        begin(BEGUN);
        leaveAsIfItsProcessHadDied();

        assertThat(crashes(others, "another")).isEmpty();
        assertThat(crashes(others, "cluster")).hasSize(1);
    }

    @Test
    void skipsUnreadableMessages() throws IOException {
        Files.createDirectory(directory().resolve("cluster.job.1.5.attempt"));
        begin(BEGUN);
        leaveAsIfItsProcessHadDied();

        assertThat(crashes(others, "cluster")).hasSize(1);
    }

    @Test
    void aProcessThatWasToldToStopLeavesNoEvidence() throws IOException {
        files.close();

        begin(BEGUN);

        assertThat(names()).containsExactly("lock");
    }

    @Test
    void ignoresFilesOfAnotherKind() throws IOException {
        Path directory = directory();
        Files.writeString(directory.resolve("cluster.job.2.77.attempt"), "short");
        Files.writeString(directory.resolve("cluster.JOB.x.attempt"), "sixteen bytes or more");

        assertThat(crashes(others, "cluster")).isEmpty();
    }

    @Test
    void anAttemptGoesOnWhereNoFileCanBeWritten() throws IOException {
        Files.delete(directory());
        Files.createFile(temporary.resolve("dcgan-" + System.getProperty("user.name")));

        AttemptFile file = begin(BEGUN);
        file.reached(5);

        assertThat(file.crash("out of memory").step()).isEqualTo(5);
    }

    @Test
    void recreatesADeletedDirectory() throws IOException {
        Files.delete(directory());

        begin(BEGUN);

        assertThat(directory()).isNotEmptyDirectory();
        assertThat(crashes(others, "cluster")).isEmpty();
    }

    private void assertThatReportingFails() {
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> others.reportAbandoned("cluster", crash -> {
                    throw new IllegalStateException("the broker is away");
                }))
                .isInstanceOf(IllegalStateException.class);
    }

    /** A copy has no lock, and the name of another process. */
    private void leaveAsIfItsProcessHadDied() throws IOException {
        Map<Path, byte[]> left = new HashMap<>();
        try (Stream<Path> all = Files.list(directory())) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString().replaceFirst("[0-9]+-[0-9]+\\.", "1-1.");
                left.put(file.resolveSibling(name), Files.readAllBytes(file));
            }
        }
        files.close();
        others.close();
        for (Map.Entry<Path, byte[]> file : left.entrySet()) {
            Files.write(file.getKey(), file.getValue());
        }
    }

    private AttemptFile begin(Crash crash) {
        return files.begin("cluster", crash, false).orElseThrow();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(directory())) {
            return all.map(file -> file.getFileName().toString()).toList();
        }
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
