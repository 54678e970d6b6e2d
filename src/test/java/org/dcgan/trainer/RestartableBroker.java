package org.dcgan.trainer;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.dcgan.embedded.EmbeddedKafka;

/** An embedded broker that has the same address after a restart. */
final class RestartableBroker implements AutoCloseable {
    private final Path directory;
    private EmbeddedKafka broker;
    private int topics;

    RestartableBroker(Path directory) throws IOException {
        this.directory = directory;
        this.broker = EmbeddedKafka.start(directory, 0);
    }

    /** The settings of its clients. */
    Map<String, Object> kafka() {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    /** Creates a topic of one partition and returns its name, which no other topic has. */
    String createTopic() throws ExecutionException, InterruptedException {
        String name = "queue-" + ++topics;
        try (Admin admin = Admin.create(kafka())) {
            admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get();
        }
        return name;
    }

    void restart(Duration away) throws IOException, InterruptedException {
        int port = URI.create("kafka://" + broker.bootstrapServers()).getPort();
        broker.close();
        TimeUnit.MILLISECONDS.sleep(away.toMillis());
        broker = EmbeddedKafka.start(directory, port);
    }

    @Override
    public void close() {
        broker.close();
    }
}
