package org.dcgan;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.dcgan.embedded.EmbeddedKafka;
import org.dcgan.topic.Topic;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A broker with all topics for the tests of one class, which name their jobs differently. */
public final class KafkaServer implements BeforeAllCallback, AfterAllCallback {
    private EmbeddedKafka broker;

    /** The settings of its clients. */
    public Map<String, Object> kafka() {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        broker = EmbeddedKafka.start(Files.createTempDirectory(Path.of("target").toAbsolutePath(), "kafka"), 0);
        try (Admin admin = Admin.create(kafka())) {
            admin.createTopics(Arrays.stream(Topic.values())
                            .map(topic -> new NewTopic(topic.topicName(), 1, (short) 1))
                            .toList())
                    .all()
                    .get();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        broker.close();
    }
}
