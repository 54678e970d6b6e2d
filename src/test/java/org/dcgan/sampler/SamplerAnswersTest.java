package org.dcgan.sampler;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import ai.djl.Device;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import org.dcgan.checkpoint.Checkpoint;
import org.dcgan.checkpoint.Checkpoints;
import org.dcgan.checkpoint.JobObjects;
import org.dcgan.gan.Dcgan;
import org.dcgan.gan.Precision;
import org.dcgan.message.CheckpointSaved;
import org.dcgan.npy.NpyArray;
import org.dcgan.picture.GreyImage;
import org.dcgan.topic.Publisher;
import org.dcgan.topic.Topic;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each call of the sampler answers, from one checkpoint of untrained networks. */
@QuarkusTest
class SamplerAnswersTest {
    private static final String JOB = "answers";
    private static final String NPY = "application/x-npy";

    @Inject
    Checkpoints checkpoints;

    @Inject
    Publisher publisher;

    @Inject
    MeterRegistry meters;

    @BeforeEach
    void serve() {
        if (served()) {
            return;
        }
        given().delete("/checkpoints/served");
        CheckpointSaved saved =
                checkpoints.saveEpoch(new JobObjects(JOB), new Checkpoint(0, 1, Dcgan.initial(100, 1), List.of()));
        publisher.publish(Topic.CHECKPOINTS, JOB + "/0", saved);
        await().atMost(Duration.ofSeconds(60)).until(SamplerAnswersTest::served);
    }

    @Test
    void samplesAreAGridOfTheNotebooksSize() throws IOException {
        GreyImage grid = png(given().get("/samples?count=64&seed=1"));

        assertThat(List.of(grid.width(), grid.height())).containsExactly(242, 242);
    }

    @Test
    void samplesAreTheGeneratorsImagesOfTheLatentsThatAreAnswered() {
        NpyArray latents = npy(given().get("/latents?count=5&seed=3"));

        NpyArray images = npy(given().accept(NPY).get("/samples?count=5&seed=3"));

        assertThat(latents.shape()).containsExactly(5, 100);
        assertThat(images.shape()).containsExactly(5, 1, 28, 28);
        assertThat(images.values()).isEqualTo(generated(latents.values()));
    }

    @Test
    void anInterpolationLeadsFromOneSeedsImageToAnothers() {
        float[] frames = npy(given().accept(NPY).get("/interpolations?from=1&to=2&frames=4"))
                .values();

        assertThat(frames)
                .startsWith(npy(given().accept(NPY).get("/samples/0?seed=1")).values());
        assertThat(frames)
                .endsWith(npy(given().accept(NPY).get("/samples/0?seed=2")).values());
    }

    @Test
    void sendsAnInterpolationAsAnimationIfGifIsAccepted() throws IOException {
        Response gif = given().accept("image/gif").get("/interpolations?from=1&to=2&frames=7");

        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(gif.asByteArray())));
        assertThat(reader.getNumImages(true)).isEqualTo(7);
    }

    @Test
    void arithmeticOnOneSeedIsItsImage() {
        float[] sum = npy(given().accept(NPY).get("/arithmetic?plus=7")).values();

        assertThat(sum)
                .isEqualTo(npy(given().accept(NPY).get("/samples/0?seed=7")).values());
    }

    @Test
    void addingAndSubtractingTheSameCancelsOut() {
        float[] sum = npy(given().accept(NPY).get("/arithmetic?plus=1,2&plus=3&minus=1,2"))
                .values();

        float[] image = npy(given().accept(NPY).get("/samples/0?seed=3")).values();
        assertThat(IntStream.range(0, image.length))
                .allSatisfy(i -> assertThat(sum[i]).isCloseTo(image[i], within(1e-5f)));
    }

    @Test
    void imagesOfClientsThatHaveGoneAreNotMade() throws IOException {
        double before = imagesMade();
        List<Socket> clients = new ArrayList<>();
        int count = 64; // so many that the first are being made when the clients go
        for (int seed = 0; seed < count; seed++) {
            Socket client = new Socket("localhost", RestAssured.port);
            client.getOutputStream()
                    .write("GET /samples?count=1024&seed=%d HTTP/1.1\r\nHost: localhost\r\n\r\n"
                            .formatted(seed)
                            .getBytes(StandardCharsets.US_ASCII));
            clients.add(client);
        }
        await().until(() -> imagesMade() > before);

        for (Socket client : clients) {
            client.close();
        }

        given().get("/samples?count=1&seed=9").then().statusCode(200); // waits for what came before it
        assertThat(imagesMade() - before).isLessThan(count / 2 * 1024);
    }

    @Test
    void internalsListTheNotebooksShapes() {
        Response shapes = given().accept("application/json").get("/internals?seed=1");

        assertThat(shapes.jsonPath().getList("shape"))
                .containsExactly(
                        List.of(1, 100, 1, 1),
                        List.of(1, 256, 4, 4),
                        List.of(1, 128, 8, 8),
                        List.of(1, 64, 16, 16),
                        List.of(1, 1, 28, 28));
    }

    @ParameterizedTest
    @CsvSource({"-1, 28", "-2, 512", "-3, 512", "-4, 512"})
    void aLayerIsAPicture(int layer, int side) throws IOException {
        GreyImage sheet = png(given().accept("image/png").get("/internals?seed=1&layer=" + layer));

        assertThat(sheet.width()).isEqualTo(side);
    }

    @Test
    void theDiscriminatorGivesAProbabilityForEachImage() {
        byte[] images = given().accept(NPY).get("/samples?count=6").asByteArray();

        Response scores = given().contentType(NPY).body(images).post("/scores");

        assertThat(scores.jsonPath().getList("probabilities", Float.class))
                .hasSize(6)
                .allMatch(probability -> probability > 0 && probability < 1);
    }

    @Test
    void aPictureIsScoredLikeTheNumbersItWasMadeOf() {
        byte[] picture = given().accept("image/png").get("/samples/4?seed=9").asByteArray();
        byte[] numbers = given().accept(NPY).get("/samples/4?seed=9").asByteArray();

        float ofPicture = given().contentType("image/png")
                .body(picture)
                .post("/scores")
                .jsonPath()
                .getFloat("probabilities[0]");

        assertThat(ofPicture)
                .isCloseTo(
                        given().contentType(NPY)
                                .body(numbers)
                                .post("/scores")
                                .jsonPath()
                                .getFloat("probabilities[0]"),
                        within(0.01f));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/samples?count=0 | count",
                "/samples?count=many | count",
                "/samples?seed=1.5 | seed",
                "/samples?epoch=0 | job",
                "/samples?job=../x&epoch=0 | job",
                "/checkpoints?job=X | job",
                "/samples/-1 | index",
                "/latents?count=1025 | count",
                "/interpolations?to=2 | from",
                "/interpolations?from=1&to=2&frames=241 | frames",
                "/interpolations?from=1&to=2&method=cubic | method",
                "/arithmetic | plus",
                "/arithmetic?plus=1,,2 | plus",
                "/internals?layer=-5 | layer",
                "/samples?generator=best | generator",
                "/checkpoints?sort=age | sort",
                "/checkpoints?limit=0 | limit"
            })
    void aParameterThatIsWrongIsNamed(String call, String field) {
        Response refusal = given().get(call);

        assertThat(refusal.statusCode()).isEqualTo(400);
        assertThat(refusal.jsonPath().getString("field")).isEqualTo(field);
    }

    @Test
    void everyCallIsDocumentedWithExamplesAndProblems() {
        Map<String, Map<String, Object>> paths =
                given().accept("application/json").get("/q/openapi").jsonPath().getMap("paths");

        assertThat(paths)
                .containsKeys(
                        "/samples",
                        "/samples/{index}",
                        "/latents",
                        "/interpolations",
                        "/arithmetic",
                        "/internals",
                        "/scores",
                        "/checkpoints",
                        "/checkpoints/served");
        assertThat(paths.values())
                .flatExtracting(Map::values)
                .filteredOn(operation -> operation.toString().contains("tags=[Sampler]"))
                .allSatisfy(operation -> assertThat(operation.toString())
                        .contains("summary=", "default={")
                        .satisfies(text -> assertThat(text.split("in=(query|path)").length)
                                .isEqualTo(text.split("example=(?=[^{])").length)));
    }

    private float[] generated(float[] latents) {
        try (LoadedCheckpoint checkpoint = new LoadedCheckpoint(
                checkpoints.find(JOB, 0).orElseThrow(),
                checkpoints.networks(checkpoints.find(JOB, 0).orElseThrow()),
                Device.cpu(),
                Precision.FLOAT32)) {
            return checkpoint.generator().images(latents);
        }
    }

    private double imagesMade() {
        return meters.get("dcgan.samples").counter().count();
    }

    private static boolean served() {
        return (JOB + "/0").equals(given().get("/checkpoints").jsonPath().getString("served"));
    }

    private static NpyArray npy(Response answer) {
        return NpyArray.fromBytes(answer.asByteArray());
    }

    private static GreyImage png(Response answer) throws IOException {
        return GreyImage.fromPng(answer.asByteArray(), 1 << 20);
    }
}
