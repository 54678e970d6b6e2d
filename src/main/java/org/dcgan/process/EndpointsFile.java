package org.dcgan.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.net.InetAddresses;
import io.quarkus.value.registry.ValueRegistry;
import io.quarkus.vertx.http.HttpServer;
import io.quarkus.vertx.http.HttpServerStart;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.UriBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.dcgan.message.Json;
import org.dcgan.store.StoreConfig;
import org.eclipse.microprofile.config.Config;

/** Keeps {@code endpoints.json} in the data directory while the process is up, so that tools find it. */
@Singleton
public final class EndpointsFile {
    private static final String FILE = "endpoints.json";

    private final DataDirectory directory;
    private final Config config;
    private final Provider<StoreConfig> store;
    private final ValueRegistry running;
    private final ObjectMapper json;
    private volatile boolean withStoreKeys;

    @Inject
    EndpointsFile(
            DataDirectory directory,
            Config config,
            Provider<StoreConfig> store,
            ValueRegistry running,
            ObjectMapper json) {
        this.directory = directory;
        this.config = config;
        this.store = store;
        this.running = running;
        this.json = json;
    }

    /**
     * One of the threads that listen sends the event, and the first to listen enters the address: if that is another, it may
     * not have come to it yet.
     */
    void write(@ObservesAsync HttpServerStart event) throws JsonProcessingException, InterruptedException {
        while (!running.containsKey(HttpServer.LOCAL_BASE_URI)) {
            Thread.sleep(1);
        }
        directory.writePrivately(FILE, json.writerWithDefaultPrettyPrinter().writeValueAsBytes(endpoints()));
    }

    /** Has the file contain the store's keys: called where this process runs the store and chose them. */
    public void includeStoreKeys() {
        withStoreKeys = true;
    }

    /** What the process says that has a data directory now; empty if there is none, or it has not come up yet. */
    public static Optional<Endpoints> read(Path dataDirectory) throws IOException {
        Path file = dataDirectory.resolve(FILE);
        return Files.exists(file)
                ? Optional.of(Json.read(Files.readAllBytes(file), Endpoints.class))
                : Optional.empty();
    }

    /** Where the file lies. */
    public Path path() {
        return directory.resolve(FILE);
    }

    /** What the file says; to be asked once HTTP listens. */
    public Endpoints endpoints() {
        StoreConfig s3 = store.get();
        return new Endpoints(
                config.getValue("kafka.bootstrap.servers", String.class),
                s3.endpoint().orElseThrow(),
                withStoreKeys ? s3.accessKey().orElse(null) : null,
                withStoreKeys ? s3.secretKey().orElse(null) : null,
                reachable(running.get(HttpServer.LOCAL_BASE_URI)));
    }

    /** What listens on every address is reached by this machine's name for itself. */
    private static URI reachable(URI listening) {
        String host = listening.getHost();
        return host != null
                        && InetAddresses.isUriInetAddress(host)
                        && InetAddresses.forUriString(host).isAnyLocalAddress()
                ? UriBuilder.fromUri(listening).host("localhost").build()
                : listening;
    }

    @PreDestroy
    void remove() throws IOException {
        Files.deleteIfExists(path());
    }
}
