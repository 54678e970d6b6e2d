package org.dcgan;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dcgan.embedded.EmbeddedS3;
import org.dcgan.store.ObjectStore;
import org.dcgan.store.StoreConfig;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** An object store for the tests of one class, empty at first. */
public final class StoreServer implements BeforeAllCallback, AfterAllCallback {
    /** The keys of every store of the tests. */
    public static final String ACCESS_KEY = "access";

    public static final String SECRET_KEY = "secret";

    private EmbeddedS3 server;
    private ObjectStore store;

    public ObjectStore store() {
        return store;
    }

    /** A client of a store that has these keys. */
    public static ObjectStore connect(URI endpoint) {
        StoreConfig config = new SmallRyeConfigBuilder()
                .withMapping(StoreConfig.class)
                .withDefaultValue("dcgan.s3.endpoint", endpoint.toString())
                .withDefaultValue("dcgan.s3.access-key", ACCESS_KEY)
                .withDefaultValue("dcgan.s3.secret-key", SECRET_KEY)
                .addDefaultInterceptors()
                .build()
                .getConfigMapping(StoreConfig.class);
        return new ObjectStore(() -> config);
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        Path directory = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "store");
        server = EmbeddedS3.start(directory, 0, ACCESS_KEY, SECRET_KEY);
        store = connect(server.endpoint());
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        server.close();
    }
}
