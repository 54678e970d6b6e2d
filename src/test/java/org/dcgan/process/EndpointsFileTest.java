package org.dcgan.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.ValueRegistryImpl;
import io.quarkus.value.registry.ValueRegistry;
import io.quarkus.vertx.http.HttpServer;
import io.quarkus.vertx.http.HttpServerStart;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.http.HttpServerOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.dcgan.store.StoreConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointsFileTest {
    @TempDir
    Path directory;

    private final ValueRegistry running = ValueRegistryImpl.builder().build();

    @Test
    void writesTheFileEvenIfTheAddressIsKnownAfterTheStartEvent() throws Exception {
        EndpointsFile file = file();
        FutureTask<Void> write = new FutureTask<>(() -> {
            file.write(new HttpServerStart(new HttpServerOptions()));
            return null;
        });
        Thread writer = new Thread(write);
        writer.start();
        await().until(() -> writer.getState() == Thread.State.TIMED_WAITING || write.isDone());

        running.register(HttpServer.LOCAL_BASE_URI, URI.create("http://127.0.0.1:8080"));

        write.get();
        assertThat(directory.resolve("endpoints.json")).content().contains("\"http://127.0.0.1:8080\"");
    }

    @ParameterizedTest
    @CsvSource({
        "http://[::]:8080, http://localhost:8080",
        "https://0.0.0.0:8443/, https://localhost:8443/",
        "http://[::1]:8080, http://[::1]:8080",
        "http://digits.example.com:8080, http://digits.example.com:8080",
    })
    void theAddressIsOneThatABrowserCanOpen(String listening, String told) {
        running.register(HttpServer.LOCAL_BASE_URI, URI.create(listening));

        assertThat(file().endpoints().httpUrl()).hasToString(told);
    }

    @Test
    void theKeysOfAStoreThatRunsElsewhereAreNotWritten() throws Exception {
        running.register(HttpServer.LOCAL_BASE_URI, URI.create("http://127.0.0.1:8080"));

        file().write(new HttpServerStart(new HttpServerOptions()));

        assertThat(directory.resolve("endpoints.json")).content().doesNotContain("access-1", "secret-1");
    }

    @Test
    void theKeysOfAnEmbeddedStoreAreWritten() throws Exception {
        running.register(HttpServer.LOCAL_BASE_URI, URI.create("http://127.0.0.1:8080"));
        EndpointsFile file = file();
        file.includeStoreKeys();

        file.write(new HttpServerStart(new HttpServerOptions()));

        assertThat(directory.resolve("endpoints.json")).content().contains("access-1", "secret-1");
    }

    private EndpointsFile file() {
        SmallRyeConfig config = config();
        return new EndpointsFile(
                new DataDirectory(directory),
                config,
                () -> config.getConfigMapping(StoreConfig.class),
                running,
                new ObjectMapper());
    }

    private static SmallRyeConfig config() {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(StoreConfig.class)
                .withDefaultValues(Map.of(
                        "kafka.bootstrap.servers", "127.0.0.1:9092",
                        "dcgan.s3.endpoint", "http://127.0.0.1:9000",
                        "dcgan.s3.access-key", "access-1",
                        "dcgan.s3.secret-key", "secret-1"))
                .build();
    }
}
