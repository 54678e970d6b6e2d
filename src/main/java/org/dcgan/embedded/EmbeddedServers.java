package org.dcgan.embedded;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.SmallRyeConfig;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Reception;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dcgan.process.DataDirectory;
import org.dcgan.process.EndpointsFile;
import org.dcgan.process.ListenAddress;
import org.dcgan.process.OpenFiles;
import org.dcgan.process.StartRefusedException;
import org.dcgan.store.StoreConfig;
import org.jboss.logging.Logger;

/**
 * Starts embedded servers if no others are configured, before any client connects, and stops them after all clients.
 *
 * <p>Their addresses are set as system properties with the names of the missing configuration: from then on an embedded server is
 * used like any other.
 */
@Singleton
final class EmbeddedServers {
    private static final Logger LOG = Logger.getLogger(EmbeddedServers.class);
    private static final String KAFKA = "kafka.bootstrap.servers";

    private final DataDirectory directory;
    private final EndpointsFile endpoints;
    private final EmbeddedConfig embedded;
    private final StoreConfig store;
    private final SmallRyeConfig config;
    private final Map<String, Object> brokerSettings;
    private final List<String> published = new ArrayList<>();
    private EmbeddedKafka kafka;
    private EmbeddedS3 s3;

    @Inject
    EmbeddedServers(
            DataDirectory directory,
            EndpointsFile endpoints,
            EmbeddedConfig embedded,
            StoreConfig store,
            SmallRyeConfig config,
            @Identifier("default-kafka-broker") Map<String, Object> brokerSettings) {
        this.directory = directory;
        this.endpoints = endpoints;
        this.embedded = embedded;
        this.store = store;
        this.config = config;
        this.brokerSettings = brokerSettings;
    }

    void start(@Observes @Priority(1) StartupEvent event) throws IOException {
        if (store.accessKey().isPresent() != store.secretKey().isPresent()) {
            throw new StartRefusedException(
                    "dcgan.s3.access-key and dcgan.s3.secret-key belong together: set both, or neither.");
        }
        boolean needsKafka = config.getConfigValue(KAFKA).getValue() == null;
        boolean needsS3 = store.endpoint().isEmpty();
        if (needsKafka) {
            OpenFiles.require(OpenFiles.WITH_EMBEDDED_SERVERS, "The embedded Kafka broker");
            requireFree(embedded.kafka().port(), "the embedded Kafka broker", "dcgan.embedded.kafka.port");
        }
        if (needsS3) {
            requireFree(embedded.s3().port(), "the embedded S3 server", "dcgan.embedded.s3.port");
        }
        if (needsKafka) {
            startKafka();
        }
        if (needsS3) {
            startS3();
        }
    }

    void stop(
            @Observes(notifyObserver = Reception.IF_EXISTS) @Priority(10_000) @BeforeDestroyed(ApplicationScoped.class)
                    Object event)
            throws IOException {
        published.forEach(System::clearProperty);
        if (kafka != null) {
            kafka.close();
        }
        if (s3 != null) {
            s3.close();
        }
    }

    private static void requireFree(int port, String server, String setting) {
        new ListenAddress(Loopback.HOST, port, server, "The embedded servers' address", setting).requireFree();
    }

    private void startKafka() throws IOException {
        kafka = EmbeddedKafka.start(directory.resolve("kafka"), embedded.kafka().port());
        publish(KAFKA, kafka.bootstrapServers());
        // these were collected at the application's start
        brokerSettings.put("bootstrap.servers", kafka.bootstrapServers());
        LOG.infof("Embedded Kafka broker on %s", kafka.bootstrapServers());
    }

    private void startS3() throws IOException {
        Credentials credentials = Credentials.of(store, directory);
        s3 = EmbeddedS3.start(
                directory.resolve("s3"), embedded.s3().port(), credentials.accessKey(), credentials.secretKey());
        publish("dcgan.s3.endpoint", s3.endpoint().toString());
        publish("dcgan.s3.access-key", credentials.accessKey());
        publish("dcgan.s3.secret-key", credentials.secretKey());
        endpoints.includeStoreKeys();
        // the mapping still has the values of the application's start: read it again
        ConfigMappings.registerConfigMappings(config, Set.of(ConfigClass.configClass(StoreConfig.class)));
        LOG.infof("Embedded S3 server on %s", s3.endpoint());
    }

    private void publish(String property, String value) {
        System.setProperty(property, value);
        published.add(property);
    }
}
