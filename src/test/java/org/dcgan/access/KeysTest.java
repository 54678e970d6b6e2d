package org.dcgan.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.dcgan.KeyFile;
import org.dcgan.process.StartRefusedException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("fast")
class KeysTest {
    private static final String DIGEST = "2c70e12b7a0646f92279f427c7b38e7334d8e5389cff167a1dc30e73f826b683";

    @TempDir
    private Path directory;

    @Test
    void aKeyIsFoundByItself() throws Exception {
        Keys keys =
                keys("# who may\n\n" + KeyFile.line("ida", "operator", "one") + KeyFile.line("max", "viewer", "two"));

        assertThat(keys.find("two")).hasValueSatisfying(key -> {
            assertThat(key.name()).isEqualTo("max");
            assertThat(key.role()).isEqualTo(Access.VIEWER);
        });
    }

    @Test
    void findsNeitherAnotherKeyNorADigest() throws Exception {
        String line = KeyFile.line("ida", "operator", "one");
        Keys keys = keys(line);

        assertThat(keys.find("two")).isEmpty();
        assertThat(keys.find(line.strip().split(" ")[2])).isEmpty();
    }

    @Test
    void somebodyMayHaveTwoKeysWhileOneReplacesTheOther() throws Exception {
        Keys keys = keys(KeyFile.line("ida", "operator", "old") + KeyFile.line("ida", "operator", "new"));

        assertThat(keys.find("old")).isPresent();
        assertThat(keys.find("new")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ida operator",
                "ida root " + DIGEST,
                "ida operator the-key-itself",
                "ida operator " + DIGEST + "00",
                "\uFEFFida operator " + DIGEST,
                "ida\u001b[31m operator " + DIGEST,
                "i da operator " + DIGEST
            })
    void aLineThatIsNoneIsNamedByItsNumberAndNotRepeated(String line) {
        assertThatThrownBy(() -> keys("# keys\nmax viewer " + DIGEST + "\n" + line + "\n"))
                .isInstanceOf(StartRefusedException.class)
                .hasMessage(
                        "dcgan.auth.keys: %s, line 3 takes NAME, viewer or operator, and the key's SHA-256 in hexadecimal"
                                        .formatted(directory.resolve("keys"))
                                + " digits.");
    }

    @Test
    void aFileWithoutKeysIsRefused() {
        assertThatThrownBy(() -> keys("# nobody yet\n"))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageEndingWith("has no key.");
    }

    @Test
    void aKeyThatIsTakenOutOfTheFileOpensNothingAnyMore() throws Exception {
        Keys keys = keys(KeyFile.line("ida", "operator", "old"));

        change(keys, KeyFile.line("ida", "operator", "new"));

        assertThat(keys.find("old")).isEmpty();
        assertThat(keys.find("new")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ida operator the-key-itself"})
    void aFileThatHasBecomeWrongTakesNobodysKey(String content) throws Exception {
        Keys keys = keys(KeyFile.line("ida", "operator", "one"));

        change(keys, content);

        assertThat(keys.find("one")).isPresent();
    }

    @Test
    void readsAFileThatWasWrittenOnWindows() throws Exception {
        String digest = KeyFile.line("ida", "operator", "one").strip().split(" ")[2];

        Keys keys = keys("\uFEFFida operator " + digest.toUpperCase(Locale.ROOT) + "\r\n\r\n  # comment\r\n");

        assertThat(keys.find("one")).map(Key::name).hasValue("ida");
    }

    @Test
    void readsCommentsBehindAByteOrderMark() throws Exception {
        Keys keys = keys("\uFEFF# who may\n" + KeyFile.line("ida", "operator", "one"));

        assertThat(keys.find("one")).isPresent();
    }

    @Test
    void saysWhenAFileIsNotUtf8() throws Exception {
        Files.write(directory.resolve("keys"), "ida".getBytes(StandardCharsets.UTF_16));

        assertThatThrownBy(() -> keys(directory.resolve("keys"))).hasMessageEndingWith("keys is not UTF-8.");
    }

    /** As where it lies in a file system that is away. */
    @Test
    void findsKeysWhileTheFileCannotBeRead() throws Exception {
        Keys keys = keys(KeyFile.line("ida", "operator", "one"));
        Files.delete(directory.resolve("keys"));
        assertThat(new ProcessBuilder("mkfifo", directory.resolve("keys").toString())
                        .start()
                        .waitFor())
                .isZero();
        Thread reader = new Thread(keys::lookAgain);
        reader.start();
        await().until(() -> isOpening(reader));

        assertThat(CompletableFuture.supplyAsync(() -> keys.find("one"))).succeedsWithin(Duration.ofSeconds(10));

        Files.writeString(directory.resolve("keys"), KeyFile.line("ida", "operator", "two")); // lets the reader go on
        reader.join();
        assertThat(keys.find("two")).isPresent();
    }

    private static boolean isOpening(Thread reader) {
        return Stream.of(reader.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().startsWith("open"));
    }

    private void change(Keys keys, String content) throws IOException {
        Files.writeString(directory.resolve("keys"), content);
        keys.lookAgain();
    }

    private Keys keys(String content) throws IOException {
        return keys(Files.writeString(directory.resolve("keys"), content));
    }

    private static Keys keys(Path file) {
        return new Keys(new SmallRyeConfigBuilder()
                .withMapping(AccessConfig.class)
                .withDefaultValue("dcgan.auth.keys", file.toString())
                .build()
                .getConfigMapping(AccessConfig.class));
    }
}
