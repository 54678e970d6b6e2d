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

class EndpointsFileTest {
    @TempDir
    Path directory;

    private final ValueRegistry running = ValueRegistryImpl.builder().build();

    @Test
    void theFileIsWrittenThoughTheStartIsToldBeforeTheAddressIsKnown() throws Exception {
        SmallRyeConfig config = config();
        EndpointsFile file = new EndpointsFile(
                new DataDirectory(directory),
                config,
                () -> config.getConfigMapping(StoreConfig.class),
                running,
                new ObjectMapper());
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

    private static SmallRyeConfig config() {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(StoreConfig.class)
                .withDefaultValues(Map.of(
                        "kafka.bootstrap.servers", "127.0.0.1:9092", "dcgan.s3.endpoint", "http://127.0.0.1:9000"))
                .build();
    }
}
