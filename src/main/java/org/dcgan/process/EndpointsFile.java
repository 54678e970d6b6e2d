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

/** Writes {@code endpoints.json} into the data directory and removes it at the end, so that tools find the running process. */
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
     * The event may come from one listening thread before another one has entered the address.
     */
    void write(@ObservesAsync HttpServerStart event) throws JsonProcessingException, InterruptedException {
        while (!running.containsKey(HttpServer.LOCAL_BASE_URI)) {
            Thread.sleep(1);
        }
        directory.writePrivately(FILE, json.writerWithDefaultPrettyPrinter().writeValueAsBytes(endpoints()));
    }

    /** Adds the store's keys to the file: called if this process runs the store and generated them. */
    public void includeStoreKeys() {
        withStoreKeys = true;
    }

    /** Reads the file of the process that uses a data directory; empty if there is no such process, or it is still starting. */
    public static Optional<Endpoints> read(Path dataDirectory) throws IOException {
        Path file = dataDirectory.resolve(FILE);
        return Files.exists(file)
                ? Optional.of(Json.read(Files.readAllBytes(file), Endpoints.class))
                : Optional.empty();
    }

    /** Path of the file. */
    public Path path() {
        return directory.resolve(FILE);
    }

    /** The content of the file; call it only once HTTP listens. */
    public Endpoints endpoints() {
        StoreConfig s3 = store.get();
        return new Endpoints(
                config.getValue("kafka.bootstrap.servers", String.class),
                s3.endpoint().orElseThrow(),
                withStoreKeys ? s3.accessKey().orElse(null) : null,
                withStoreKeys ? s3.secretKey().orElse(null) : null,
                reachable(running.get(HttpServer.LOCAL_BASE_URI)));
    }

    /** A server that listens on all addresses is reached under localhost. */
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
