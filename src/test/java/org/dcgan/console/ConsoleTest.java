package org.dcgan.console;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.dcgan.Transactions;
import org.dcgan.checkpoint.Checkpoint;
import org.dcgan.checkpoint.Checkpoints;
import org.dcgan.checkpoint.JobObjects;
import org.dcgan.checkpoint.LossPoint;
import org.dcgan.checkpoint.Purges;
import org.dcgan.checkpoint.StoredQualities;
import org.dcgan.gan.Dcgan;
import org.dcgan.message.Cancellation;
import org.dcgan.message.CheckpointSaved;
import org.dcgan.message.JobState;
import org.dcgan.message.JobState.State;
import org.dcgan.message.Json;
import org.dcgan.message.LossRecorded;
import org.dcgan.message.PurgeRequested;
import org.dcgan.message.QualityMeasured;
import org.dcgan.message.Scores;
import org.dcgan.message.TrainingJob;
import org.dcgan.process.ServiceThreads;
import org.dcgan.store.ObjectEntry;
import org.dcgan.store.ObjectStore;
import org.dcgan.topic.Publisher;
import org.dcgan.topic.SkippedMessages;
import org.dcgan.topic.Topic;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs over HTTP. Some are really trained; others exist only as messages and objects. */
@QuarkusTest
class ConsoleTest {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @Inject
    @Identifier("default-kafka-broker")
    Provider<Map<String, Object>> kafka;

    @Inject
    Publisher publisher;

    @Inject
    ObjectStore store;

    @Inject
    Checkpoints checkpoints;

    @Inject
    StoredQualities qualities;

    @Inject
    JobIndex index;

    @Inject
    ConsoleRole role;

    @Inject
    StoredRuns stored;

    @TestHTTPResource
    URI http;

    @Inject
    Purges purges;

    private String id;

    @BeforeEach
    void nameTheJob(TestInfo test) {
        id = test.getTestMethod().orElseThrow().getName().toLowerCase() + "-"
                + Integer.toHexString(test.getDisplayName().hashCode());
        id = id.substring(Math.max(0, id.length() - 64));
        await().atMost(PATIENCE).until(role::isRebuilt);
    }

    @Test
    void acceptsANewJobAndReturnsItsLocation() {
        cancelInAdvance(id);

        Response answer = submit("{\"id\":\"" + id + "\",\"limit\":64,\"epochs\":1}");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.header("Location"))
                .isEqualTo(http.resolve("/jobs/" + id).toString());
        given().get(answer.header("Location")).then().statusCode(200);
        assertThat(answer.jsonPath().getInt("job.batchSize")).isEqualTo(64);
    }

    @Test
    void aJobThatAnOpenTransactionHoldsBackIsAnsweredWith503AndKnownOnceThatHasEnded() throws Exception {
        cancelInAdvance(id);
        try (KafkaProducer<byte[], byte[]> other = Transactions.producer(kafka.get())) {
            other.beginTransaction();
            other.send(new ProducerRecord<>(Topic.JOBS.topicName(), "aborted".getBytes(UTF_8), "{}".getBytes(UTF_8)))
                    .get();

            Response answer = submit("{\"id\":\"" + id + "\",\"limit\":64,\"epochs\":1}");

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.asString()).contains(id + " is published, but an open transaction of another client");
            other.abortTransaction();
        }
        await().atMost(PATIENCE).until(() -> given().get("/jobs/" + id).statusCode() == 200);
        given().get("/jobs/aborted").then().statusCode(404);
    }

    @Test
    void aDeletedRunIsGoneAndItsIdStartsClean() {
        String job = "{\"id\":\"" + id + "\",\"limit\":64,\"epochs\":1}";
        submit(job);
        awaitState("SUCCEEDED");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        given().get("/jobs/" + id).jsonPath().getLong("bytes"))
                .isEqualTo(store.list("jobs/" + id + "/")
                        .mapToLong(ObjectEntry::size)
                        .sum()));

        qualities.best("mnist").set(checkpoints.find(id, 0).orElseThrow());

        Response answer = given().delete("/jobs/" + id + "?purge=true");

        assertThat(answer.statusCode()).isEqualTo(202);
        await().atMost(PATIENCE).until(() -> given().get("/jobs/" + id).statusCode() == 404);
        await().atMost(PATIENCE).until(() -> purges.find(id).isEmpty());
        assertThat(store.list("jobs/" + id + "/")).isEmpty();
        assertThat(checkpoints.latest().get().map(CheckpointSaved::jobId)).isNotEqualTo(Optional.of(id));
        assertThat(qualities.best("mnist").get()).isEmpty();
        assertThat(submit(job).statusCode()).isEqualTo(202);
        awaitState("SUCCEEDED");
        assertThat(given().get("/jobs/" + id).jsonPath().getInt("attempt")).isEqualTo(1);
    }

    @Test
    void aRunThatTrainsIsCancelledAndDeleted() {
        submit("{\"id\":\"" + id + "\",\"epochs\":1000,\"batchSize\":8,\"recordEvery\":1000}");
        awaitState("RUNNING");

        given().delete("/jobs/" + id + "?purge=true").then().statusCode(202).body("deleting", is(true));

        await().atMost(PATIENCE).until(() -> given().get("/jobs/" + id).statusCode() == 404);
    }

    @Test
    void aRunWithAPinnedCheckpointIsNotDeleted() {
        publish(new JobState(id, State.SUCCEEDED, 1, 0, 0, 0, 0, null, null, null, null));
        await().atMost(PATIENCE).until(() -> given().get("/jobs/" + id).statusCode() == 200);
        checkpoints.pinned().set(new CheckpointSaved(id, 3, 5, "jobs/" + id + "/manifest.json", "00ff", null));

        Response answer = given().delete("/jobs/" + id + "?purge=true");

        checkpoints.pinned().clear();
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.asString()).contains("its checkpoint " + id + "/3 is pinned");
        assertThat(purges.find(id)).isEmpty();
    }

    @Test
    void aDeletionThatWasCutOffIsCompleted() {
        publish(new JobState(id, State.FAILED, 1, 0, 0, 0, 0, null, null, null, null));
        await().atMost(PATIENCE).until(() -> given().get("/jobs/" + id).statusCode() == 200);
        store.put("jobs/" + id + "/job.json", new byte[2], "application/json");

        purges.request(new PurgeRequested(id, "a console that died", Instant.EPOCH, "it", Instant.EPOCH));

        await().atMost(PATIENCE).until(() -> given().get("/jobs/" + id).statusCode() == 404);
        assertThat(store.list("jobs/" + id + "/")).isEmpty();
    }

    @Test
    void anIdIsNotFreeWhileItsRunIsBeingDeleted() {
        purges.request(
                new PurgeRequested(id, null, null, "another", Instant.now().plusSeconds(600)));

        Response answer = submit("{\"id\":\"" + id + "\"}");

        purges.done(id);
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.asString()).contains("is being deleted");
    }

    @Test
    void aPurgeThatIsNeitherTrueNorFalseIsRefused() {
        publish(new JobState(id, State.FAILED, 1, 0, 0, 0, 0, null, null, null, null));
        await().atMost(PATIENCE).until(() -> given().get("/jobs/" + id).statusCode() == 200);

        given().delete("/jobs/" + id + "?purge=yes").then().statusCode(400).body("field", is("purge"));
    }

    @Test
    void aJobThatCannotStartFromWhatItNamesIsRefusedAtOnce() {
        submit("{\"id\":\"" + id + "\",\"startFrom\":\"no-such-run/3\"}");

        given().get("/jobs/" + id).then().statusCode(404);
        assertThat(submit("{\"id\":\"" + id + "\",\"startFrom\":\"no-such-run/3\"}")
                        .asString())
                .contains("startFrom", "no-such-run/3", "there is none of this name");
    }

    @Test
    void aJobRunsToItsEnd() throws Exception {
        submit("{\"id\":\"" + id + "\",\"limit\":64,\"epochs\":2}");

        awaitState("SUCCEEDED");

        job().body("progress.step", is(2))
                .body("progress.steps", is(2))
                .body("progress.saveStep", is(1))
                .body("progress.secondsLeft", nullValue());
        assertThat(given().get("/jobs/" + id + "/losses").jsonPath().getList("step"))
                .isEqualTo(List.of(0, 1));
        assertThat(names(events(null), 9)).containsExactly("sample", "loss", "sample", "loss", "state");
    }

    @Test
    void theSameJobAgainIsTheSameJob() {
        cancelInAdvance(id);
        String job = "{\"id\":\"" + id + "\",\"limit\":64,\"epochs\":1}";
        submit(job);

        Response again = submit(job);

        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.header("Location")).endsWith("/jobs/" + id);
    }

    @Test
    void anotherJobOfAnIdIsAConflict() {
        cancelInAdvance(id);
        submit("{\"id\":\"" + id + "\",\"limit\":64,\"epochs\":1}");

        Response other = submit("{\"id\":\"" + id + "\",\"limit\":64,\"epochs\":2}");

        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(other.contentType()).startsWith("application/problem+json");
        assertThat(other.jsonPath().getString("field")).isEqualTo("id");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"epochs\":0}; epochs; 0; a whole number from 1 to 10000",
                "{\"epochs\":\"ten\"}; epochs; \"ten\"; a whole number",
                "{\"id\":\"<script>\"}; id; <script>; 1 to 64 of a–z, 0–9, - and _",
                "{\"precision\":\"float16\"}; precision; float16; float32 or bfloat16",
                "[]; message; []; a JSON object",
            })
    void aWrongFieldIsNamedWithItsValueAndWhatIsAllowed(String job, String field, String value, String allowed) {
        Response refusal = submit(job);

        assertThat(refusal.statusCode()).isEqualTo(400);
        assertThat(refusal.contentType()).startsWith("application/problem+json");
        assertThat(refusal.jsonPath().getString("field")).isEqualTo(field);
        assertThat(refusal.jsonPath().getString("value")).isEqualTo(value);
        assertThat(refusal.jsonPath().getString("allowed")).isEqualTo(allowed);
    }

    @Test
    void wholeNumbersMayHaveAFractionOfZero() {
        cancelInAdvance(id);

        Response answer = submit("{\"id\":\"" + id + "\",\"limit\":6.4e1,\"epochs\":1.0,\"seed\":9007199254740993.0}");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.jsonPath().getInt("job.limit")).isEqualTo(64);
        assertThat(answer.jsonPath().getLong("job.seed")).isEqualTo(9_007_199_254_740_993L);
    }

    @Test
    void aJobWithoutAnIdIsANewOneEachTime() {
        String first = submit("{\"dataset\":\"nowhere\"}").jsonPath().getString("id");
        String second = submit("{\"dataset\":\"nowhere\"}").jsonPath().getString("id");

        assertThat(first).startsWith("nowhere-").isNotEqualTo(second);
    }

    @Test
    void aJobThatIsRefusedByTheTrainerSaysWhyAndItsIdIsFree() {
        cancelInAdvance(id);
        submit("{\"id\":\"" + id + "\",\"dataset\":\"nowhere\"}");

        awaitState("FAILED");

        assertThat(job().extract().jsonPath().getString("reason")).startsWith("dataset must be mnist");
        assertThat(submit("{\"id\":\"" + id + "\",\"limit\":64,\"epochs\":1}").statusCode())
                .isEqualTo(202);
        awaitState("CANCELLED");
    }

    @Test
    void aMessageThatIsNoJobIsShownAsFailed() {
        publisher.publish(
                new ProducerRecord<>(Topic.JOBS.topicName(), id.getBytes(UTF_8), "{\"epochs\":0}".getBytes(UTF_8)));

        awaitState("FAILED");

        assertThat(job().extract().jsonPath().getString("reason"))
                .isEqualTo("epochs must be a whole number from 1 to 10000, was 0");
    }

    @Test
    void theEventsOfAMessageThatIsNoJobAreItsEnd() throws Exception {
        publisher.publish(
                new ProducerRecord<>(Topic.JOBS.topicName(), id.getBytes(UTF_8), "{\"epochs\":0}".getBytes(UTF_8)));
        awaitState("FAILED");

        assertThat(names(events(null), 1)).containsExactly("state");
    }

    @Test
    void pagesHaveEveryJobOnceTheNewestFirst() {
        List<String> submitted =
                Stream.of("a", "b", "c").map(suffix -> id + suffix).toList();
        cancelInAdvance(submitted.toArray(String[]::new));
        submitted.forEach(name -> submit("{\"id\":\"" + name + "\",\"limit\":64,\"epochs\":1}"));

        List<String> listed = new ArrayList<>();
        String next = "/jobs?limit=2";
        while (next != null) {
            Response page = given().get(next);
            listed.addAll(page.jsonPath().getList("jobs.id"));
            String link = page.header("Link");
            next = link == null ? null : link.substring(1, link.indexOf('>'));
        }

        assertThat(listed).doesNotHaveDuplicates().containsSubsequence(id + "c", id + "b", id + "a");
        assertThat(given().get("/jobs?limit=500").jsonPath().getInt("total")).isEqualTo(listed.size());
    }

    @Test
    void aFilterLeavesJobsInOneState() {
        publish(state(State.RUNNING, 1));

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        given().get("/jobs?state=RUNNING").jsonPath().getList("jobs.id"))
                .contains(id));
        assertThat(given().get("/jobs?state=FAILED&state=queued").jsonPath().getList("jobs.id"))
                .doesNotContain(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"state=LOST", "limit=0", "limit=501", "limit=x", "after=nobody"})
    void aWrongListIsRefused(String query) {
        Response refusal = given().get("/jobs?" + query);

        assertThat(refusal.statusCode()).isEqualTo(400);
        assertThat(refusal.jsonPath().getString("field")).isEqualTo(query.split("=")[0]);
    }

    @Test
    void aCancelledJobIsCancellingUntilItEnds() {
        publish(state(State.RUNNING, 1));
        awaitState("RUNNING");

        Response answer = given().delete("/jobs/" + id);

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.jsonPath().getBoolean("cancelling")).isTrue();
        publish(state(State.CANCELLED, 1));
        awaitState("CANCELLED");
        assertThat(job().extract().jsonPath().getBoolean("cancelling")).isFalse();
    }

    @Test
    void cancellingAfterTheEndChangesNothing() {
        publish(state(State.SUCCEEDED, 1));
        awaitState("SUCCEEDED");

        Response answer = given().delete("/jobs/" + id);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.jsonPath().getString("state")).isEqualTo("SUCCEEDED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/losses", "/qualities", "/objects", "/objects/job.json", "/events"})
    void aJobThatIsNotThereIsNotFound(String path) {
        Response answer = given().get("/jobs/nobody" + path);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.contentType()).startsWith("application/problem+json");
    }

    @Test
    void lossesAreNumbersOrAPictureAlsoWhileTheJobRuns() throws IOException {
        publish(state(State.RUNNING, 1));
        publish(loss(id, 0, 0));
        publish(loss(id, 25, 1));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        given().get("/jobs/" + id + "/losses").jsonPath().getList("saveStep"))
                .isEqualTo(List.of(0, 1)));

        Response picture = given().accept("image/png").get("/jobs/" + id + "/losses");

        assertThat(picture.contentType()).isEqualTo("image/png");
        assertThat(ImageIO.read(new ByteArrayInputStream(picture.asByteArray())).getWidth())
                .isEqualTo(900);
    }

    @Test
    void lossesThatTheTopicHasForgottenAreReadFromTheLastCheckpoint() {
        List<LossPoint> points =
                List.of(new LossPoint(0, 0, 0, 0, 1, 1, 0.5f, 0.5f), new LossPoint(0, 25, 25, 1, 1, 1, 0.5f, 0.5f));
        checkpoints.saveEpoch(new JobObjects(id), new Checkpoint(0, 26, Dcgan.initial(4, 1), points));
        publish(loss(id, 50, 2));
        publish(state(State.FAILED, 1));
        awaitState("FAILED");

        assertThat(given().get("/jobs/" + id + "/losses").jsonPath().getList("saveStep"))
                .isEqualTo(List.of(0, 1, 2));
    }

    @Test
    void qualitiesAreToldByEpochAlsoWhileTheJobRuns() {
        publish(state(State.RUNNING, 1));
        publish(quality(1));
        publish(quality(0));

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        given().get("/jobs/" + id + "/qualities").jsonPath().getList("epoch"))
                .isEqualTo(List.of(0, 1)));
        assertThat(given().get("/jobs/" + id + "/qualities").jsonPath().getDouble("[1].scores.coverage"))
                .isEqualTo(0.7);
    }

    @Test
    void qualitiesThatTheTopicHasForgottenAreReadFromTheStore() {
        publish(state(State.SUCCEEDED, 1));
        awaitState("SUCCEEDED");
        qualities.save(quality(0));

        assertThat(given().get("/jobs/" + id + "/qualities").jsonPath().getList("epoch"))
                .isEqualTo(List.of(0));
    }

    @Test
    void anObjectIsListedDescribedAndRead() {
        store("digits.txt", "0123456789", "text/plain");

        assertThat(given().get("/jobs/" + id + "/objects").jsonPath().getList("path"))
                .isEqualTo(List.of("digits.txt"));
        Response object = object("digits.txt", Map.of());
        assertThat(object.asString()).isEqualTo("0123456789");
        assertThat(object.contentType()).startsWith("text/plain");
        assertThat(object.header("Content-Length")).isEqualTo("10");
        assertThat(object.header("Content-Security-Policy")).startsWith("sandbox");
        Response head = given().head("/jobs/" + id + "/objects/digits.txt");
        assertThat(head.header("Content-Length")).isEqualTo("10");
    }

    @Test
    void anObjectThatHasNotChangedIsNotSentAgain() {
        store("digits.txt", "0123456789", "text/plain");
        String tag = object("digits.txt", Map.of()).header("ETag");

        assertThat(object("digits.txt", Map.of("If-None-Match", tag)).statusCode())
                .isEqualTo(304);
    }

    @Test
    void answers409ForInvalidStoredLosses() {
        store("losses/losses.json", "[null]", "application/json");

        Response refusal = given().get("/jobs/" + id + "/losses");

        assertThat(refusal.statusCode()).isEqualTo(409);
        assertThat(refusal.jsonPath().getString("detail")).contains("[0] must be an object, was null");
    }

    @Test
    void ignoresForeignObjectsInTheBucket() {
        JobIndex others = new JobIndex();
        store.put("jobs/" + id + "/job.json", "{\"id\":\"another\"}".getBytes(UTF_8), "application/json");
        store.put("jobs/ÄRGER/job.json", "{\"id\":\"another\"}".getBytes(UTF_8), "application/json");

        stored.findOthers(others);

        assertThat(others.knows("another")).isFalse();
    }

    @Test
    void aRangeIsAPartOfTheObject() {
        store("digits.txt", "0123456789", "text/plain");

        Response part = object("digits.txt", Map.of("Range", "bytes=3-6"));

        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.asString()).isEqualTo("3456");
        assertThat(part.header("Content-Length")).isEqualTo("4");
        assertThat(part.header("Content-Range")).isEqualTo("bytes 3-6/10");
    }

    @Test
    void aRangeBehindTheEndIsRefused() {
        store("digits.txt", "0123456789", "text/plain");

        assertThat(object("digits.txt", Map.of("Range", "bytes=10-")).statusCode())
                .isEqualTo(416);
    }

    @Test
    void servesTheWholeNewObjectForARangeOfTheOldOne() {
        store("digits.txt", "0123456789", "text/plain");

        Response all = object("digits.txt", Map.of("Range", "bytes=3-6", "If-Range", "\"of another\""));

        assertThat(all.statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"..%2Fother%2Fjob.json", "%2E%2E/%2E%2E/latest.json", "a//b", ".hidden", "a%00b", "missing"})
    void aPathThatLeadsElsewhereIsNotFound(String path) throws Exception {
        store("job.json", "{}", "application/json");
        HttpRequest request = HttpRequest.newBuilder(URI.create(http + "jobs/" + id + "/objects/" + path))
                .build();

        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());

        assertThat(answer.statusCode()).isIn(400, 404);
    }

    @Test
    void eventsBeginWithWhatWasAndGoOnUntilTheJobEnds() throws Exception {
        publish(state(State.RUNNING, 1));
        publish(loss(id, 0, 0));
        awaitState("RUNNING");
        await().atMost(PATIENCE).until(() -> index.losses(id).size() == 1);

        Iterator<String> events = events(null);

        assertThat(names(events, 3)).containsExactly("state", "sample", "loss");
        publish(loss(id, 25, 1));
        publish(state(State.SUCCEEDED, 1));
        assertThat(names(events, 4)).containsExactly("sample", "loss", "state");
    }

    @Test
    void qualitiesAreEventsBeforeTheEnd() throws Exception {
        publish(state(State.RUNNING, 1));
        publish(quality(0));
        awaitState("RUNNING");
        await().atMost(PATIENCE).until(() -> index.qualities(id).size() == 1);

        Iterator<String> events = events(null);

        assertThat(names(events, 2)).containsExactly("state", "quality");
        publish(quality(1));
        assertThat(names(events, 1)).containsExactly("quality");
        publish(state(State.SUCCEEDED, 1));
        assertThat(names(events, 1)).containsExactly("state");
        assertThat(names(events(null), 3)).containsExactly("quality", "quality", "state");
    }

    @Test
    void sendsMissedEventsToAReaderThatReconnects() throws Exception {
        publish(state(State.RUNNING, 1));
        publish(loss(id, 0, 0));
        publish(loss(id, 25, 1));
        publish(state(State.CANCELLED, 1));
        awaitState("CANCELLED");
        List<String> all = all(events(null));
        List<String> ids = all.stream()
                .filter(line -> line.startsWith("id:"))
                .map(line -> line.substring(3).strip())
                .toList();
        assertThat(ids).hasSize(3);

        assertThat(all(events(ids.get(0))))
                .filteredOn(line -> line.startsWith("event:"))
                .containsExactly("event:sample", "event:loss", "event:state");
        assertThat(open(ids.get(2)).statusCode()).isEqualTo(204);
    }

    @Test
    void aRestartedConsoleShowsTheSameJobs() throws Exception {
        cancelInAdvance(id);
        submit("{\"id\":\"" + id + "\",\"limit\":64,\"epochs\":1}");
        awaitState("CANCELLED");
        publish(loss(id, 0, 0));
        await().atMost(PATIENCE).until(() -> index.losses(id).size() == 1);
        JobIndex rebuilt = new JobIndex();
        ConsoleRole second = new ConsoleRole(
                true,
                kafka,
                rebuilt,
                new KnownCheckpoints(),
                stored,
                new ServiceThreads(),
                new SkippedMessages(new SimpleMeterRegistry()));

        second.start(null);

        await().atMost(PATIENCE).until(second::isRebuilt);
        assertThat(rebuilt.report(id))
                .usingRecursiveComparison()
                .ignoringFields("value.bytes")
                .isEqualTo(index.report(id));
        assertThat(rebuilt.reports(EnumSet.allOf(State.class)))
                .extracting(JobReport::id)
                .containsAll(index.reports(EnumSet.of(State.SUCCEEDED)).stream()
                        .map(JobReport::id)
                        .toList());
        second.stop(null);
    }

    @Test
    void aRunOfWhichOnlyTheObjectsAreLeftIsFoundAtTheStart() throws Exception {
        TrainingJob job = new TrainingJob(
                id, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
                null, null);
        store.put("jobs/" + id + "/job.json", Json.write(job.identified(id)), "application/json");
        store.put("jobs/" + id + "/internals/layer-4.png", new byte[1], "image/png");
        JobIndex rebuilt = new JobIndex();
        ConsoleRole second = new ConsoleRole(
                true,
                kafka,
                rebuilt,
                new KnownCheckpoints(),
                stored,
                new ServiceThreads(),
                new SkippedMessages(new SimpleMeterRegistry()));

        second.start(null);

        await().atMost(PATIENCE).until(second::isRebuilt);
        assertThat(rebuilt.report(id).orElseThrow().state()).isEqualTo(State.SUCCEEDED);
        second.stop(null);
    }

    @Test
    void theConsoleIsReady() {
        given().get("/q/health/ready").then().statusCode(200);
        assertThat(given().get("/q/health/ready").jsonPath().getString("checks.find { it.name == 'console' }.status"))
                .isEqualTo("UP");
    }

    private void store(String path, String content, String type) {
        publish(state(State.SUCCEEDED, 1));
        awaitState("SUCCEEDED");
        store.put("jobs/" + id + "/" + path, content.getBytes(UTF_8), type);
    }

    private Response object(String path, Map<String, String> headers) {
        return given().headers(headers).get("/jobs/" + id + "/objects/" + path);
    }

    /** A job that is to end has a whole life, and costs no training. */
    private void cancelInAdvance(String... jobIds) {
        for (String jobId : jobIds) {
            publisher.publish(Topic.CANCELLATIONS, jobId, new Cancellation(jobId, "this test", null));
        }
    }

    private static Response submit(String job) {
        return given().contentType("application/json").body(job).post("/jobs");
    }

    private void awaitState(String state) {
        await().atMost(PATIENCE)
                .until(() -> state.equals(given().get("/jobs/" + id).jsonPath().getString("state")));
    }

    private ValidatableResponse job() {
        return given().get("/jobs/" + id).then();
    }

    private JobState state(State state, int attempt) {
        return new JobState(id, state, attempt, 0, 0, 0, 100, "worker", null, null, Instant.EPOCH);
    }

    private static LossRecorded loss(String jobId, long step, long saveStep) {
        return new LossRecorded(jobId, 1, 0, (int) step, step, saveStep, 0.5f, 2, 0.8f, 0.2f, 100, Instant.EPOCH);
    }

    private QualityMeasured quality(int epoch) {
        Scores scores = new Scores(12.5, 0.1, 8, 0.8, 0.7, 0.9, List.of(1.0));
        return new QualityMeasured(id, epoch, 10, "sum", "judge", 5_000, scores, null, null, null, null);
    }

    private void publish(QualityMeasured quality) {
        publisher.publish(Topic.QUALITIES, id + "/" + quality.epoch(), quality);
    }

    private void publish(JobState state) {
        publisher.publish(Topic.JOB_STATES, id, state);
    }

    private void publish(LossRecorded loss) {
        publisher.publish(Topic.LOSSES, id, loss);
    }

    private HttpResponse<Stream<String>> open(String lastEventId) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(http.resolve("/jobs/" + id + "/events"));
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofLines());
    }

    private Iterator<String> events(String lastEventId) throws Exception {
        return open(lastEventId).body().iterator();
    }

    private static List<String> all(Iterator<String> lines) {
        List<String> all = new ArrayList<>();
        lines.forEachRemaining(all::add);
        return all;
    }

    /** The names of the next events, fewer where the stream ends before. */
    private static List<String> names(Iterator<String> lines, int count) {
        List<String> names = new ArrayList<>();
        while (names.size() < count && lines.hasNext()) {
            String line = lines.next();
            if (line.startsWith("event:")) {
                names.add(line.substring(6).strip());
            }
        }
        return names;
    }
}
