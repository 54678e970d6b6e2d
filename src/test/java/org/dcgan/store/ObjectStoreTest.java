package org.dcgan.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.minio.errors.ErrorResponseException;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dcgan.embedded.EmbeddedS3;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(ExecutionMode.CONCURRENT)
class ObjectStoreTest {
    private static final Duration TRANSFER = Duration.ofSeconds(5);

    private static EmbeddedS3 server;

    private ObjectStore store;

    @BeforeAll
    static void startServer(@TempDir Path directory) throws IOException {
        server = EmbeddedS3.start(directory, 0, "access", "secret");
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
    }

    @BeforeEach
    void openEmptyBucket(TestInfo test) {
        String bucket = test.getTestMethod().orElseThrow().getName().toLowerCase();
        store = open(server, bucket, "secret");
    }

    @Test
    void readsBackWhatWasStored() {
        byte[] bytes = new byte[6 << 20];
        new Random(1).nextBytes(bytes);

        store.put("jobs/a b/ü+%.bin", bytes, "application/octet-stream");

        assertThat(store.get("jobs/a b/ü+%.bin")).hasValue(bytes);
    }

    @Test
    void anObjectIsCopiedWithItsType() {
        store.put("copied/a", new byte[] {1, 2}, "image/png");

        assertThat(store.copy("copied/a", "copied/b c")).isTrue();

        assertThat(store.get("copied/b c")).hasValue(new byte[] {1, 2});
        assertThat(store.stat("copied/b c").orElseThrow().contentType()).isEqualTo("image/png");
    }

    @Test
    void copiesNothingIfTheSourceIsMissing() {
        assertThat(store.copy("copied/absent", "copied/c")).isFalse();
        assertThat(store.get("copied/c")).isEmpty();
    }

    @Test
    void manyObjectsAreDeletedAtOnceWhetherTheyAreThereOrNot() {
        store.put("many/a", new byte[1], "image/png");
        store.put("many/b ü", new byte[1], "image/png");
        List<String> keys = new ArrayList<>(List.of("many/a", "many/b ü"));
        for (int i = 0; i < 1_500; i++) {
            keys.add("many/absent-" + i);
        }

        store.deleteAll(keys);

        assertThat(store.list("many/")).isEmpty();
    }

    @Test
    void anErrorOfTheClientIsNoOutage() {
        ObjectStore failing = new ObjectStore(() -> {
            IOException canceled = new IOException("canceled");
            canceled.addSuppressed(new OutOfMemoryError("Java heap space"));
            throw new IllegalStateException(canceled);
        });

        assertThatThrownBy(() -> failing.get("key")).isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void aFileIsStoredInOnePart(@TempDir Path directory) throws IOException {
        byte[] bytes = new byte[11 << 20];
        new Random(1).nextBytes(bytes);
        Path file = Files.write(directory.resolve("file"), bytes);

        store.put("file.gif", file, "image/gif");

        ObjectStat stat = store.stat("file.gif").orElseThrow();
        assertThat(store.get("file.gif")).hasValue(bytes);
        assertThat(stat.contentType()).isEqualTo("image/gif");
        assertThat(stat.etag()).as("the MD5 of the whole").hasSize(32);
    }

    @Test
    void foldersAreThoseDirectlyUnderAPrefix() {
        store.put("jobs/b/1.png", new byte[1], "image/png");
        store.put("jobs/a/deep/2.png", new byte[1], "image/png");
        store.put("jobs/a/3.png", new byte[1], "image/png");
        store.put("jobs/loose.png", new byte[1], "image/png");

        assertThat(store.folders("jobs/")).containsExactlyInAnyOrder("jobs/a/", "jobs/b/");
    }

    @Test
    void whatIsStoredSurvivesARestartOfTheEmbeddedServer(@TempDir Path directory) throws IOException {
        try (EmbeddedS3 first = EmbeddedS3.start(directory, 0, "access", "secret")) {
            open(first, "kept", "secret").put("key", "kept".getBytes(UTF_8), "text/plain");
        }

        try (EmbeddedS3 second = EmbeddedS3.start(directory, 0, "access", "secret")) {
            assertThat(open(second, "kept", "secret").get("key")).hasValue("kept".getBytes(UTF_8));
        }
    }

    @Test
    void anEmptyObjectIsAnObject() {
        store.put("empty", new byte[0], "text/plain");

        assertThat(store.get("empty")).hasValue(new byte[0]);
    }

    @Test
    void aMissingObjectIsNoError() {
        assertThat(store.get("missing")).isEmpty();
        assertThat(store.stat("missing")).isEmpty();
        assertThat(store.open("missing")).isEmpty();
        assertThat(store.open("missing", "bytes=1-1")).isEmpty();
    }

    @Test
    void overwritingReplacesContentAndTag() {
        store.put("key", "old".getBytes(UTF_8), "text/plain");
        String oldTag = store.stat("key").orElseThrow().etag();

        store.put("key", "newer".getBytes(UTF_8), "application/json");

        assertThat(store.get("key")).hasValue("newer".getBytes(UTF_8));
        assertThat(store.stat("key").orElseThrow().size()).isEqualTo(5);
        assertThat(store.stat("key").orElseThrow().etag()).isNotEqualTo(oldTag);
    }

    @Test
    void theTagOfAnObjectIsItsMd5() {
        store.put("key", "hello".getBytes(UTF_8), "text/plain");

        assertThat(store.stat("key").orElseThrow().etag()).isEqualTo("5d41402abc4b2a76b9719d911017c592");
    }

    @Test
    void anOpenedObjectHasSizeTypeAndTag() throws IOException {
        store.put("image.png", "hello".getBytes(UTF_8), "image/png");

        try (ObjectContent content = store.open("image.png").orElseThrow()) {
            assertThat(content.bytes()).hasContent("hello");
            assertThat(content.stat().size()).isEqualTo(5);
            assertThat(content.stat().etag()).isEqualTo("5d41402abc4b2a76b9719d911017c592");
            assertThat(content.stat().contentType()).isEqualTo("image/png");
            assertThat(content.stat().storedAt()).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=3-6, 3456, bytes 3-6/10",
        "bytes=7-, 789, bytes 7-9/10",
        "bytes=7-100, 789, bytes 7-9/10",
        "bytes=-2, 89, bytes 8-9/10",
        "bytes=-100, 0123456789, bytes 0-9/10",
    })
    void aRangeIsAPartAndKnowsTheWhole(String range, String part, String partOfWhole) throws IOException {
        store.put("digits", "0123456789".getBytes(UTF_8), "text/plain");

        try (ObjectContent content = store.open("digits", range).orElseThrow()) {
            assertThat(content.bytes()).hasContent(part);
            assertThat(content.length()).isEqualTo(part.length());
            assertThat(content.range()).hasValue(partOfWhole);
            assertThat(content.stat()).isEqualTo(store.stat("digits").orElseThrow());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=10-", "bytes=10-11", "bytes=-0"})
    void aRangeBehindTheEndIsAnError(String range) {
        store.put("digits", "0123456789".getBytes(UTF_8), "text/plain");

        assertThatThrownBy(() -> store.open("digits", range)).isInstanceOf(UnsatisfiableRangeException.class);
    }

    @Test
    void doesNotReplaceAnObjectThatWasChanged() {
        store.put("key", "old".getBytes(UTF_8), "text/plain");
        Optional<String> etag = store.getTagged("key").map(TaggedBytes::etag);
        store.put("key", "changed".getBytes(UTF_8), "text/plain");

        boolean isStored = store.putIfUnchanged("key", etag, "mine".getBytes(UTF_8), "text/plain");

        assertThat(isStored).isFalse();
        assertThat(store.get("key")).hasValue("changed".getBytes(UTF_8));
    }

    @Test
    void replacesAnObjectThatWasNotChanged() {
        assertThat(store.putIfUnchanged("key", Optional.empty(), "first".getBytes(UTF_8), "text/plain"))
                .isTrue();
        assertThat(store.putIfUnchanged("key", Optional.empty(), "another".getBytes(UTF_8), "text/plain"))
                .isFalse();
        Optional<String> etag = store.getTagged("key").map(TaggedBytes::etag);

        assertThat(store.putIfUnchanged("key", etag, "second".getBytes(UTF_8), "text/plain"))
                .isTrue();
        assertThat(store.get("key")).hasValue("second".getBytes(UTF_8));
    }

    @Test
    void nobodyWaitsForAnothersAnswerFromAServerThatHangs() throws Exception {
        try (ServerSocket hanging = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            ObjectStore away = open(URI.create("http://127.0.0.1:" + hanging.getLocalPort()), "away", "secret");
            long start = System.nanoTime();

            List<CompletableFuture<?>> asked = Stream.generate(() -> CompletableFuture.runAsync(() -> away.stat("key")))
                    .limit(4)
                    .collect(Collectors.toList());

            assertThat(asked).allSatisfy(one -> assertThat(one)
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableThat()
                    .withCauseInstanceOf(StoreException.class));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TRANSFER.multipliedBy(2));
        }
    }

    @Test
    void endsWhileItIsStillConnecting() throws Exception {
        try (ServerSocket hanging = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            ObjectStore away = open(URI.create("http://127.0.0.1:" + hanging.getLocalPort()), "away", "secret");
            CompletableFuture<Void> asked = CompletableFuture.runAsync(() -> away.stat("key"));
            hanging.accept();

            away.close(null);

            assertThat(asked).isNotDone();
        }
    }

    @Test
    void aListingHasTheKeysUnderAPrefixInOrder() {
        store.put("jobs/b/2.png", new byte[2], "image/png");
        store.put("jobs/b/1.png", new byte[1], "image/png");
        store.put("jobs/c/1.png", new byte[3], "image/png");

        assertThat(store.list("jobs/b/")).containsExactly(entry("jobs/b/1.png", 1), entry("jobs/b/2.png", 2));
    }

    @Test
    void listsMoreObjectsThanFitOnOnePage() {
        int moreThanAPage = 1_001;
        IntStream.range(0, moreThanAPage).parallel().forEach(i -> store.put("many/" + i, new byte[0], "text/plain"));

        assertThat(store.list("many/")).hasSize(moreThanAPage);
    }

    @Test
    void aDeletedObjectIsGone() {
        store.put("key", new byte[1], "text/plain");

        store.delete("key");

        assertThat(store.get("key")).isEmpty();
    }

    @Test
    void deletesAMissingObjectWithoutError() {
        store.delete("missing");

        assertThat(store.get("missing")).isEmpty();
    }

    @Test
    void wrongCredentialsAreAnErrorWithKeyAndCause() {
        ObjectStore stranger = open(server, "closed", "wrong");

        assertThatThrownBy(() -> stranger.get("latest.json"))
                .isInstanceOf(StoreException.class)
                .hasMessageStartingWith("Cannot read latest.json: ")
                .hasCauseInstanceOf(ErrorResponseException.class);
    }

    private ObjectEntry entry(String key, long size) {
        return new ObjectEntry(key, size, store.stat(key).orElseThrow().etag());
    }

    private static ObjectStore open(EmbeddedS3 server, String bucket, String secretKey) {
        return open(server.endpoint(), bucket, secretKey);
    }

    private static ObjectStore open(URI endpoint, String bucket, String secretKey) {
        StoreConfig config = new SmallRyeConfigBuilder()
                .withMapping(StoreConfig.class)
                .withDefaultValue("dcgan.s3.endpoint", endpoint.toString())
                .withDefaultValue("dcgan.s3.transfer-timeout", TRANSFER.toString())
                .withDefaultValue("dcgan.s3.access-key", "access")
                .withDefaultValue("dcgan.s3.secret-key", secretKey)
                .withDefaultValue("dcgan.s3.bucket", bucket)
                .addDefaultInterceptors()
                .build()
                .getConfigMapping(StoreConfig.class);
        return new ObjectStore(() -> config);
    }
}
