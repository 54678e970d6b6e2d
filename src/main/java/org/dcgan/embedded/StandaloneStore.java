package org.dcgan.embedded;

import io.quarkus.runtime.configuration.ConfigUtils;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.dcgan.process.DataDirectory;
import org.dcgan.process.Endpoints;
import org.dcgan.process.EndpointsFile;
import org.dcgan.process.StartRefusedException;
import org.dcgan.store.ObjectStore;
import org.dcgan.store.StoreConfig;

/**
 * The object store for a command that starts no application: the configured one; else that of the process that uses the data
 * directory; else an embedded one over the data directory, until this is closed.
 */
public final class StandaloneStore implements AutoCloseable {
    private static final int ABOVE_ALL = 1_000;

    private final StoreConfig config;
    private final DataDirectory directory;
    private final EmbeddedS3 server;
    private final ObjectStore store;

    private StandaloneStore(StoreConfig config, DataDirectory directory, EmbeddedS3 server) {
        this.config = config;
        this.directory = directory;
        this.server = server;
        this.store = new ObjectStore(() -> config);
    }

    /**
     * Opens the configured store.
     *
     * @throws StartRefusedException if the data directory cannot be used
     */
    public static StandaloneStore open() throws IOException {
        SmallRyeConfig settings = settings(Map.of());
        StoreConfig configured = settings.getConfigMapping(StoreConfig.class);
        if (configured.endpoint().isPresent()) {
            return new StandaloneStore(configured, null, null);
        }
        Path path = settings.getValue("dcgan.data-dir", Path.class);
        DataDirectory directory;
        try {
            directory = new DataDirectory(path);
        } catch (StartRefusedException e) {
            Endpoints running = EndpointsFile.read(path)
                    .filter(endpoints -> endpoints.secretKey() != null)
                    .orElseThrow(() -> e);
            return new StandaloneStore(
                    config(running.s3Endpoint(), new Credentials(running.accessKey(), running.secretKey())),
                    null,
                    null);
        }
        return embedded(configured, directory);
    }

    private static StandaloneStore embedded(StoreConfig configured, DataDirectory directory) throws IOException {
        try {
            Credentials credentials = Credentials.of(configured, directory);
            EmbeddedS3 server =
                    EmbeddedS3.start(directory.resolve("s3"), 0, credentials.accessKey(), credentials.secretKey());
            return new StandaloneStore(config(server.endpoint(), credentials), directory, server);
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    private static StoreConfig config(URI endpoint, Credentials credentials) {
        return settings(Map.of(
                        "dcgan.s3.endpoint", endpoint.toString(),
                        "dcgan.s3.access-key", credentials.accessKey(),
                        "dcgan.s3.secret-key", credentials.secretKey()))
                .getConfigMapping(StoreConfig.class);
    }

    private static SmallRyeConfig settings(Map<String, String> first) {
        return ConfigUtils.configBuilder()
                .withSources(new PropertiesConfigSource(first, "the running store", ABOVE_ALL))
                .withMapping(StoreConfig.class)
                .build();
    }

    /** A client of it. */
    public ObjectStore store() {
        return store;
    }

    /** The location of an object for display: a file if this process runs the server, else a URL. */
    public String place(String key) {
        Optional<Path> files = Optional.ofNullable(directory).map(data -> data.resolve("s3"));
        return files.isPresent()
                ? files.get().resolve(config.bucket()).resolve(key).toString()
                : config.endpoint().orElseThrow() + "/" + config.bucket() + "/" + key;
    }

    @Override
    public void close() throws IOException {
        store.close();
        if (server != null) {
            server.close();
            directory.close();
        }
    }
}
