package org.dcgan.sampler;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.dcgan.checkpoint.Checkpoint;
import org.dcgan.checkpoint.Checkpoints;
import org.dcgan.checkpoint.JobObjects;
import org.dcgan.checkpoint.StoredQualities;
import org.dcgan.gan.GanState;
import org.dcgan.gan.InitialStates;
import org.dcgan.message.CheckpointSaved;
import org.dcgan.message.QualityMeasured;
import org.dcgan.message.Scores;
import org.dcgan.npy.NpyArray;
import org.dcgan.store.ObjectStore;
import org.dcgan.topic.Publisher;
import org.dcgan.topic.Topic;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Images over HTTP from checkpoints in the embedded store, announced on the embedded broker. */
@QuarkusTest
class SamplerTest {
    private static final int LATENT_SIZE = 4;
    private static final String NPY = "application/x-npy";

    @Inject
    Checkpoints checkpoints;

    @Inject
    StoredQualities qualities;

    @Inject
    ObjectStore store;

    @Inject
    Publisher publisher;

    private String job;

    @BeforeEach
    void serveAnInitialNetwork(TestInfo test) {
        given().delete("/checkpoints/served");
        job = test.getTestMethod().orElseThrow().getName().toLowerCase();
        announce(save(0));
        awaitServed(0);
    }

    @Test
    void anImageOfASeedIsTheSameInEveryGrid() {
        float[] grid = values(get("/samples?count=13&seed=7", NPY));

        float[] alone = values(get("/samples/11?seed=7", NPY));

        assertThat(alone).isEqualTo(Arrays.copyOfRange(grid, 11 * 784, 12 * 784));
    }

    @Test
    void anUnchangedImageIsNotSentAgain() {
        String tag = get("/samples?count=2", "image/png").header("ETag");

        Response again = given().header("If-None-Match", tag).get("/samples?count=2");

        assertThat(again.statusCode()).isEqualTo(304);
    }

    @Test
    void aDamagedCheckpointIsReportedAndTheServedOneGoesOn() {
        CheckpointSaved damaged = save(1);
        store.put(new JobObjects(job).epochCheckpoint(1) + "generator.safetensors", new byte[100], "application/x");

        announce(damaged);

        await().untilAsserted(() -> assertThat(given().get("/q/health/ready").asString())
                .contains("generator.safetensors has other bytes than its manifest says"));
        assertThat(get("/samples?count=1", "image/png").header("Checkpoint")).isEqualTo(job + "/0");
    }

    @Test
    void aMissedEventIsMadeUpForByThePointer() {
        checkpoints.latest().set(save(1));

        awaitServed(1);
    }

    @Test
    void aPinnedCheckpointStaysUntilTheLatestIsFollowedAgain() {
        pin(0);
        announce(save(1));
        await().during(Duration.ofSeconds(1)).until(() -> served().equals(job + "/0"));

        given().delete("/checkpoints/served");

        awaitServed(1);
    }

    @Test
    void aPinOfAnotherSamplerIsFollowed() {
        announce(save(1));
        awaitServed(1);

        checkpoints.pinned().set(checkpoints.find(job, 0).orElseThrow());

        awaitServed(0);
        assertThat(given().get("/checkpoints").jsonPath().getBoolean("pinned")).isTrue();
    }

    @Test
    void showsTheAgeOfAPinnedCheckpoint() {
        pin(0);

        assertThat(ageInSeconds()).isBetween(0.0, 60.0);
    }

    @Test
    void checkpointsAreListedWithTheirQualityTheBestFirst() {
        save(1);
        save(2);
        judge(0, 30);
        judge(2, 20);

        Response listed = given().get("/checkpoints?sort=quality&job=" + job);

        assertThat(listed.jsonPath().getList("checkpoints.epoch")).isEqualTo(List.of(2, 0, 1));
        assertThat(listed.jsonPath().getDouble("checkpoints[0].scores.frechetDistance"))
                .isEqualTo(20);
        assertThat(listed.jsonPath().getString("checkpoints[2].scores")).isNull();
        assertThat(listed.jsonPath().getList("jobs[0].epochs")).isEqualTo(List.of(0, 1, 2));
    }

    @Test
    void listsTheNewQualityOfACheckpointThatWasJudgedAgain() {
        judge(0, 30);
        given().get("/checkpoints?job=" + job);

        judge(0, 25);

        assertThat(given().get("/checkpoints?job=" + job).jsonPath().getDouble("checkpoints[0].scores.frechetDistance"))
                .isEqualTo(25);
    }

    @Test
    void ofManyCheckpointsAsManyAreListedAsAreAskedFor() {
        save(1);
        save(2);

        Response listed = given().get("/checkpoints?limit=2&job=" + job);

        assertThat(listed.jsonPath().getList("checkpoints.epoch")).isEqualTo(List.of(0, 1));
        assertThat(listed.jsonPath().getList("jobs[0].epochs")).isEqualTo(List.of(0, 1, 2));
    }

    @Test
    void treatsAnUnreadableQualityAsAbsent() {
        store.put(new JobObjects(job).epochCheckpoint(0) + "quality.json", new byte[] {'{'}, "application/json");

        Response listed = given().get("/checkpoints?sort=quality&job=" + job);

        assertThat(listed.statusCode()).isEqualTo(200);
        assertThat(listed.jsonPath().getList("checkpoints.epoch")).isEqualTo(List.of(0));
    }

    @Test
    void theAveragedGeneratorMakesImagesOfItsOwn() {
        GanState averaged = InitialStates.averaged(LATENT_SIZE, 0);
        checkpoints.saveEpoch(new JobObjects(job), new Checkpoint(1, 1, averaged, List.of()));
        save(2, 1);

        float[] images = values(get("/samples?count=2&generator=averaged&epoch=1&job=" + job, NPY));

        assertThat(images)
                .isEqualTo(values(get("/samples?count=2&epoch=2&job=" + job, NPY)))
                .isNotEqualTo(values(get("/samples?count=2&epoch=1&job=" + job, NPY)));
    }

    @Test
    void withoutAnAveragedGeneratorItCannotBeAskedFor() {
        Response refusal = given().get("/samples?count=2&generator=averaged");

        assertThat(refusal.statusCode()).isEqualTo(404);
        assertThat(refusal.jsonPath().getString("detail")).contains("no averaged generator");
    }

    @Test
    void aCheckpointThatIsNotThereCannotBePinned() {
        Response refusal = given().contentType("application/json")
                .body("{\"jobId\":\"nobodys\",\"epoch\":0}")
                .put("/checkpoints/served");

        assertThat(refusal.statusCode()).isEqualTo(404);
        assertThat(served()).isEqualTo(job + "/0");
    }

    @Test
    void aCheckpointOfWhichTheManifestIsDamagedIsNamed() {
        save(1);
        store.put(new JobObjects(job).epochCheckpoint(1) + "manifest.json", "{".getBytes(UTF_8), "application/json");

        Response refusal = get("/samples?count=1&job=" + job + "&epoch=1", "image/png");

        assertThat(refusal.statusCode()).isEqualTo(409);
        assertThat(refusal.asString()).contains("checkpoint " + job + "/1 cannot be used");
    }

    @Test
    void anotherCheckpointIsPickedByName() {
        announce(save(1));
        awaitServed(1);

        Response old = get("/samples?count=1&job=" + job + "&epoch=0", "image/png");

        assertThat(old.header("Checkpoint")).isEqualTo(job + "/0");
    }

    @Test
    void aRefusalNamesTheFieldTheValueAndWhatIsAllowed() {
        Response refusal = given().get("/samples?count=1025");

        assertThat(refusal.statusCode()).isEqualTo(400);
        assertThat(refusal.contentType()).startsWith("application/problem+json");
        assertThat(refusal.jsonPath().getString("field")).isEqualTo("count");
        assertThat(refusal.jsonPath().getString("value")).isEqualTo("1025");
        assertThat(refusal.jsonPath().getString("allowed")).isEqualTo("a whole number from 1 to 1024");
    }

    @Test
    void aBodyOfNoKindIsRefused() {
        Response refusal = given().noContentType().post("/scores");

        assertThat(refusal.statusCode()).isEqualTo(415);
    }

    @Test
    void hostileScoresAreRefused() {
        byte[] numbers = new NpyArray(new float[] {Float.NaN}, 1).toBytes();

        Response refusal = given().contentType(NPY).body(numbers).post("/scores");

        assertThat(refusal.statusCode()).isEqualTo(400);
        assertThat(refusal.jsonPath().getString("allowed")).startsWith("N×28×28");
    }

    @Test
    void swapsUnderLoadFailNoRequestAndEveryAnswerNamesItsCheckpoint() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        Set<String> bodies = ConcurrentHashMap.newKeySet();
        ExecutorService clients = Executors.newFixedThreadPool(8);
        List<Future<List<Integer>>> answers = IntStream.range(0, 8)
                .mapToObj(client -> clients.submit(() -> ask(done, bodies)))
                .toList();

        for (int epoch = 1; epoch <= 5; epoch++) {
            announce(save(epoch));
            awaitServed(epoch);
        }

        done.set(true);
        for (Future<List<Integer>> statuses : answers) {
            assertThat(statuses.get()).isNotEmpty().containsOnly(200);
        }
        clients.shutdown();
        // one body a checkpoint, whatever the requests were batched with
        assertThat(bodies.stream().map(body -> body.split(" ")[0]))
                .doesNotHaveDuplicates()
                .doesNotContain("Optional.empty");
    }

    /** Over one connection, as long as the server keeps it. */
    private static List<Integer> ask(AtomicBoolean done, Set<String> bodies) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + RestAssured.port + "/samples?count=3&seed=1"))
                .build();
        List<Integer> statuses = new ArrayList<>();
        while (!done.get()) {
            HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
            statuses.add(answer.statusCode());
            bodies.add(answer.headers().firstValue("Checkpoint") + " " + Arrays.hashCode(answer.body()));
        }
        return statuses;
    }

    private CheckpointSaved save(int epoch) {
        return save(epoch, epoch);
    }

    private CheckpointSaved save(int epoch, long seed) {
        return checkpoints.saveEpoch(
                new JobObjects(job),
                new Checkpoint(epoch, epoch, InitialStates.withoutMoments(LATENT_SIZE, seed), List.of()));
    }

    private void judge(int epoch, double frechetDistance) {
        Scores scores = new Scores(frechetDistance, 0.1, 8, 0.8, 0.7, 0.9, List.of(1.0));
        qualities.save(new QualityMeasured(job, epoch, epoch, "sum", "judge", 5_000, scores, null, null, null, null));
    }

    private void pin(int epoch) {
        given().contentType("application/json")
                .body("{\"jobId\":\"" + job + "\",\"epoch\":" + epoch + "}")
                .put("/checkpoints/served");
    }

    private static double ageInSeconds() {
        String scrape =
                given().accept("text/plain; version=0.0.4").get("/q/metrics").asString();
        return scrape.lines()
                .filter(line -> line.startsWith("dcgan_served_checkpoint_age_seconds{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }

    private void announce(CheckpointSaved saved) {
        publisher.publish(Topic.CHECKPOINTS, job + "/" + saved.epoch(), saved);
    }

    private void awaitServed(int epoch) {
        await().atMost(Duration.ofSeconds(20)).until(() -> served().equals(job + "/" + epoch));
    }

    private static String served() {
        return String.valueOf(given().get("/checkpoints").jsonPath().getString("served"));
    }

    private static Response get(String path, String accept) {
        return given().accept(accept).get(path);
    }

    private static float[] values(Response npy) {
        return NpyArray.fromBytes(npy.asByteArray()).values();
    }
}
