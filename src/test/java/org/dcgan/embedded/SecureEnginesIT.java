package org.dcgan.embedded;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.restassured.specification.RequestSpecification;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertPathBuilderException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dcgan.Program;
import org.dcgan.store.ObjectStore;
import org.dcgan.store.StoreConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program with a broker and a store under TLS, its secrets in files. */
class SecureEnginesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(180);

    @TempDir
    private Path directory;

    private SecureEngines engines;

    @BeforeEach
    void startEngines() throws Exception {
        engines = new SecureEngines(directory);
    }

    @AfterEach
    void stopEngines() throws IOException {
        engines.close();
    }

    @Test
    void jobsImagesAndMetricsAreHadThroughThemAndNoSecretIsTold() throws Exception {
        Path secrets = Files.createDirectory(directory.resolve("secrets"));
        for (Map.Entry<String, String> secret : engines.secrets().entrySet()) {
            Files.writeString(secrets.resolve(secret.getKey()), secret.getValue());
        }
        List<String> settings = new ArrayList<>(engines.settings());
        settings.add("smallrye.config.source.file.locations=" + secrets);
        settings.add("dcgan.roles=trainer,sampler,metrics,console");
        Program program =
                Program.start(directory.resolve("data"), settings, List.of()).awaitReady();
        try {
            RequestSpecification http = given().baseUri(program.http().toString());

            given().spec(http)
                    .contentType("application/json")
                    .body("{\"id\":\"small\",\"epochs\":1,\"limit\":64}")
                    .post("/jobs")
                    .then()
                    .statusCode(202);

            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(given().spec(http).get("/jobs/small").jsonPath().getString("state"))
                        .isEqualTo("SUCCEEDED");
                assertThat(given().spec(http).get("/samples?count=1").header("Checkpoint"))
                        .isEqualTo("small/0");
                assertThat(given().spec(http).get("/q/metrics").asString())
                        .contains("dcgan_jobs{state=\"SUCCEEDED\"} 1.0");
            });
            assertThat(program.output()).doesNotContain(SecureEngines.PASSWORD);
        } finally {
            program.kill();
        }
    }

    @Test
    void aStoreWhoseAuthorityIsNotKnownIsNotTrusted() {
        StoreConfig config = new SmallRyeConfigBuilder()
                .withMapping(StoreConfig.class)
                .withDefaultValue("dcgan.s3.endpoint", engines.s3Endpoint())
                .build()
                .getConfigMapping(StoreConfig.class);

        assertThatThrownBy(() -> new ObjectStore(() -> config).get("key"))
                .hasRootCauseInstanceOf(CertPathBuilderException.class);
    }
}
