package org.dcgan.console;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code /q/openapi} says of the console. */
@QuarkusTest
class OpenApiTest {
    @ParameterizedTest
    @CsvSource({
        "/jobs, post, 202",
        "/jobs, get, 200",
        "/jobs/{id}, get, 200",
        "/jobs/{id}, delete, 202",
        "/jobs/{id}/losses, get, 200",
        "/jobs/{id}/qualities, get, 200",
        "/jobs/{id}/events, get, 200",
        "/jobs/{id}/objects, get, 200",
        "/datasets, get, 200",
        "/datasets/{name}, get, 200",
        "/datasets/{name}, put, 201",
    })
    void everyCallIsSummedUpAndHasAnExample(String path, String method, String status) {
        Map<String, Map<String, Map<String, Object>>> calls =
                given().get("/q/openapi?format=json").jsonPath().getMap("paths");

        Map<String, Object> call = calls.get(path).get(method);

        assertThat(call).containsKey("summary");
        assertThat(call.get("responses").toString())
                .contains(status + "={", "examples={")
                .doesNotContain("OutboundSseEvent");
    }

    @Test
    void aJobsFieldsAreDescribed() {
        Map<String, Object> fields =
                given().get("/q/openapi?format=json").jsonPath().getMap("components.schemas.TrainingJob.properties");

        assertThat(fields).containsKeys("id", "epochs", "batchSize", "precision");
        assertThat(fields.get("epochs").toString()).contains("minimum=1", "maximum=10000", "default=10");
    }
}
