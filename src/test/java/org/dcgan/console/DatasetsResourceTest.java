package org.dcgan.console;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.dcgan.checkpoint.JobObjects;
import org.dcgan.process.DataDirectory;
import org.dcgan.store.ObjectStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Data sets over HTTP. */
@QuarkusTest
class DatasetsResourceTest {
    private static final String ZIP = "application/zip";

    @Inject
    ObjectStore store;

    @Inject
    ConsoleRole role;

    @Inject
    DataDirectory directory;

    private String name;

    @BeforeEach
    void nameTheDataSet(TestInfo test) {
        name = test.getTestMethod().orElseThrow().getName().toLowerCase();
        await().until(role::isRebuilt);
    }

    @Test
    void importsAnUploadAndListsIt() throws IOException {
        upload(name, pictures(20))
                .statusCode(201)
                .header("Location", containsString("/datasets/" + name))
                .body("dataset.classes.name", is(java.util.List.of("even", "odd")))
                .body("skipped.path", is(java.util.List.of("notes.txt")));

        given().get("/datasets").then().statusCode(200).body("name", hasItem(name));
        given().get("/datasets/" + name)
                .then()
                .statusCode(200)
                .body("skipped", is(1))
                .body("fitting.invert", is(true))
                .body("at", containsString("T"));
        given().get("/datasets/" + name + "/preview.png").then().statusCode(200).contentType("image/png");
        assertThat(Files.exists(directory.resolve("uploads")))
                .as("what was uploaded is removed")
                .isFalse();
    }

    @Test
    void answers200ForTheSameImagesAgain() throws IOException {
        upload(name, pictures(20)).statusCode(201);

        upload(name, pictures(20)).statusCode(200);
    }

    @Test
    void refusesOtherImagesOfANameThatARunHasUsed() throws IOException {
        upload(name, pictures(20)).statusCode(201);
        keepJob();

        upload(name, pictures(22)).statusCode(409).body("field", is("name"));
        given().delete("/datasets/" + name)
                .then()
                .statusCode(409)
                .body("detail", is("data set %s is needed by run %s".formatted(name, name)));
    }

    @Test
    void removesADataSetThatNoRunHasUsed() throws IOException {
        upload(name, pictures(20)).statusCode(201);

        given().delete("/datasets/" + name).then().statusCode(204);

        given().get("/datasets/" + name).then().statusCode(404);
        assertThat(store.list("datasets/" + name + "/")).isEmpty();
    }

    @Test
    void rejectsAFileThatIsNotAnArchive() {
        upload(name, "no zip".getBytes(UTF_8))
                .statusCode(400)
                .contentType("application/problem+json")
                .body("field", is("body"))
                .body(
                        "detail",
                        is("body: there is no image in the given files; upload.zip was skipped: neither a picture nor "
                                + "an IDX file nor a NumPy array; it seems to be plain text"));
        upload(name, new byte[0]).statusCode(400).body("value", is("empty"));
        given().contentType("text/plain")
                .body("x")
                .put("/datasets/" + name)
                .then()
                .statusCode(415);
    }

    @ParameterizedTest
    @CsvSource({"background, 256", "background, white", "pad, yes", "colour, red"})
    void refusesWrongParameters(String parameter, String value) throws IOException {
        given().contentType(ZIP)
                .body(pictures(2))
                .queryParam(parameter, value)
                .put("/datasets/any")
                .then()
                .statusCode(400)
                .body("detail", containsString(parameter));
    }

    @ParameterizedTest
    @CsvSource({"mnist", "UPPER", "a.b"})
    void refusesWrongNames(String wrong) throws IOException {
        upload(wrong, pictures(2)).statusCode(400).body("field", is("name")).body("value", is(wrong));
    }

    @Test
    void takesAnUploadThatIsLargerThanOtherBodies() throws IOException {
        byte[] junk = new byte[9 << 20];
        new java.util.Random(1).nextBytes(junk);

        upload(name, zip(out -> {
                    out.putNextEntry(new ZipEntry("junk"));
                    out.write(junk);
                    picture(out, "1.png", 1);
                    picture(out, "2.png", 2);
                }))
                .statusCode(201)
                .body("dataset.classes", nullValue());
    }

    private static ValidatableResponse upload(String name, byte[] zip) {
        return given().contentType(ZIP)
                .body(zip)
                .queryParam("invert", true)
                .put("/datasets/" + name)
                .then();
    }

    private void keepJob() {
        store.put(
                new JobObjects(name).job(),
                "{\"id\":\"%s\",\"dataset\":\"%s\"}".formatted(name, name).getBytes(UTF_8),
                "application/json");
    }

    private interface Entries {
        void write(ZipOutputStream out) throws IOException;
    }

    private static byte[] pictures(int count) throws IOException {
        return zip(out -> {
            for (int i = 0; i < count; i++) {
                picture(out, (i % 2 == 0 ? "even/" : "odd/") + i + ".png", i);
            }
            out.putNextEntry(new ZipEntry("notes.txt"));
            out.write('x');
        });
    }

    private static void picture(ZipOutputStream out, String path, int shade) throws IOException {
        BufferedImage image = new BufferedImage(3, 3, BufferedImage.TYPE_INT_RGB);
        image.setRGB(1, 1, 0x010101 * 8 * shade);
        out.putNextEntry(new ZipEntry(path));
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        out.write(png.toByteArray());
    }

    private static byte[] zip(Entries entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            entries.write(out);
        }
        return bytes.toByteArray();
    }
}
