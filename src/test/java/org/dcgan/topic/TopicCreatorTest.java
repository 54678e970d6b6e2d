package org.dcgan.topic;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.runtime.StartupEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.core.ConditionFactory;
import org.dcgan.embedded.EmbeddedKafka;
import org.dcgan.process.ServiceThreads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class TopicCreatorTest {
    private static final Set<String> NAMES =
            Arrays.stream(Topic.values()).map(Topic::topicName).collect(toSet());

    @TempDir
    Path directory;

    @Test
    void everyTopicIsCreatedAsTheDesignSays() throws Exception {
        try (EmbeddedKafka broker = EmbeddedKafka.start(directory, 0);
                Admin admin = admin(broker.bootstrapServers())) {
            start(broker.bootstrapServers());

            assertThat(admin.describeTopics(NAMES).allTopicNames().get().values())
                    .extracting(
                            TopicDescription::name, topic -> topic.partitions().size())
                    .allSatisfy(topic -> assertThat(topic.toList()).element(1).isEqualTo(1));
            assertThat(config(admin, "dcgan.jobs", "cleanup.policy", "retention.ms"))
                    .containsExactly("delete", "-1");
            assertThat(config(admin, "dcgan.jobs.dead", "cleanup.policy", "retention.ms"))
                    .containsExactly("delete", "-1");
            assertThat(config(admin, "dcgan.cancellations", "cleanup.policy", "retention.ms"))
                    .containsExactly("delete", "604800000");
            assertThat(config(admin, "dcgan.job-states", "cleanup.policy")).containsExactly("compact");
            assertThat(config(admin, "dcgan.losses", "cleanup.policy", "retention.ms"))
                    .containsExactly("delete", "2592000000");
            assertThat(config(admin, "dcgan.checkpoints", "cleanup.policy")).containsExactly("compact");
        }
    }

    @Test
    void onlyWhatIsMissingIsCreated() throws Exception {
        try (EmbeddedKafka broker = EmbeddedKafka.start(directory, 0);
                Admin admin = admin(broker.bootstrapServers())) {
            start(broker.bootstrapServers());
            admin.deleteTopics(List.of("dcgan.losses")).all().get();
            eventually().until(() -> !admin.listTopics().names().get().contains("dcgan.losses"));

            start(broker.bootstrapServers());

            eventually().until(() -> admin.listTopics().names().get().containsAll(NAMES));
        }
    }

    @Test
    void aBrokerThatComesLateGetsItsTopics() throws Exception {
        int port = freePort();
        start("127.0.0.1:" + port);

        try (EmbeddedKafka broker = EmbeddedKafka.start(directory, port);
                Admin admin = admin(broker.bootstrapServers())) {
            eventually().until(() -> admin.listTopics().names().get().containsAll(NAMES));
        }
    }

    /** The broker hears of a topic's creation and deletion after they have succeeded. */
    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(30));
    }

    private static void start(String bootstrapServers) throws InterruptedException {
        new TopicCreator(() -> Map.of("bootstrap.servers", bootstrapServers), new ServiceThreads())
                .start(new StartupEvent());
    }

    private static Admin admin(String bootstrapServers) {
        return Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    private static List<String> config(Admin admin, String topic, String... names)
            throws ExecutionException, InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Config config = admin.describeConfigs(List.of(resource)).all().get().get(resource);
        return Arrays.stream(names).map(name -> config.get(name).value()).toList();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }
}
