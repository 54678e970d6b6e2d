package org.dcgan.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("fast")
class DataDirectoryTest {
    @TempDir
    Path parent;

    @Test
    void aDirectoryThatIsMissingIsMade() {
        DataDirectory directory = new DataDirectory(parent.resolve("a/b"));

        assertThat(directory.resolve("")).isDirectory();
    }

    @Test
    void aFileIsRefused() throws IOException {
        Path file = Files.createFile(parent.resolve("file"));

        assertThatThrownBy(() -> new DataDirectory(file))
                .isInstanceOf(StartRefusedException.class)
                .hasMessage("The data directory %s is a file: set dcgan.data-dir to another.", file);
    }

    @Test
    void rejectsATilde() {
        assertThatThrownBy(() -> new DataDirectory(Path.of("~/digits")))
                .isInstanceOf(StartRefusedException.class)
                .hasMessage("dcgan.data-dir is ~/digits, and only a shell knows what ~ is: write the whole path.");
    }

    @Test
    void aDirectoryThatCannotBeWrittenIsRefused() {
        // not even root makes directories there
        assertThatThrownBy(() -> new DataDirectory(Path.of("/proc/data")))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageStartingWith("The data directory /proc/data cannot be written (");
    }

    @Test
    void aDirectoryIsOneProcessesOwn() throws Exception {
        Process other = lockInAnotherProcess();
        try {
            assertThatThrownBy(() -> new DataDirectory(parent))
                    .isInstanceOf(StartRefusedException.class)
                    .hasMessageContaining("is in use by process " + other.pid());
        } finally {
            other.destroyForcibly().waitFor();
        }
    }

    @Test
    void aDirectoryIsFreeAgainWhenItsProcessWasKilled() throws Exception {
        lockInAnotherProcess().destroyForcibly().waitFor();

        DataDirectory directory = new DataDirectory(parent);

        assertThat(directory.resolve(".lock"))
                .hasContent(String.valueOf(ProcessHandle.current().pid()));
    }

    @Test
    void onlyTheOwnerCanReadAPrivateFile() throws IOException {
        DataDirectory directory = new DataDirectory(parent);
        directory.writePrivately("secret", "old".getBytes());

        directory.writePrivately("secret", "new".getBytes());

        assertThat(parent.resolve("secret")).hasContent("new");
        assertThat(Files.getPosixFilePermissions(parent.resolve("secret")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(parent).isDirectoryNotContaining("glob:**.tmp");
    }

    private Process lockInAnotherProcess() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        parent.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(process.getInputStream().read()).isEqualTo('L');
        return process;
    }

    /** A process that has a data directory and keeps it. */
    static final class Holder {
        public static void main(String[] arguments) throws InterruptedException {
            new DataDirectory(Path.of(arguments[0]));
            System.out.println("Locked");
            Thread.sleep(60_000);
        }
    }
}
