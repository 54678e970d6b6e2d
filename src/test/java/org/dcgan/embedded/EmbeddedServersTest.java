package org.dcgan.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.dcgan.process.DataDirectory;
import org.dcgan.store.ObjectStore;
import org.dcgan.store.StoreConfig;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;

@QuarkusTest
class EmbeddedServersTest {
    @Inject
    ObjectStore store;

    @Inject
    StoreConfig storeConfig;

    @Inject
    DataDirectory directory;

    @Inject
    ObjectMapper json;

    @Inject
    @Identifier("default-kafka-broker")
    Map<String, Object> brokerSettings;

    @Inject
    Config config;

    @TestHTTPResource
    String httpUrl;

    @Test
    void theStoreIsTheEmbeddedOne() {
        store.put("greeting", "hello".getBytes(UTF_8), "text/plain");

        assertThat(store.get("greeting")).hasValue("hello".getBytes(UTF_8));
        assertThat(directory.resolve("s3/dcgan/greeting")).hasContent("hello");
    }

    @Test
    void clientsFindTheEmbeddedBrokerInTheirSettings() throws Exception {
        assertThat(brokerSettings).containsEntry("bootstrap.servers", bootstrapServers());
        try (Admin admin = Admin.create(brokerSettings)) {
            assertThat(admin.describeCluster().nodes().get()).hasSize(1);
        }
    }

    @Test
    void theAddressesAreWrittenDown() throws Exception {
        Path file = directory.resolve("endpoints.json");
        await().until(() -> Files.exists(file));

        JsonNode endpoints = json.readTree(file.toFile());

        assertThat(endpoints.get("bootstrapServers").textValue()).isEqualTo(bootstrapServers());
        assertThat(endpoints.get("s3Endpoint").textValue())
                .isEqualTo(storeConfig.endpoint().orElseThrow().toString());
        assertThat(endpoints.get("accessKey").textValue())
                .isEqualTo(storeConfig.accessKey().orElseThrow());
        assertThat(endpoints.get("secretKey").textValue())
                .isEqualTo(storeConfig.secretKey().orElseThrow());
        assertThat(endpoints.get("httpUrl").textValue() + "/").isEqualTo(httpUrl);
    }

    private String bootstrapServers() {
        return config.getValue("kafka.bootstrap.servers", String.class);
    }
}
