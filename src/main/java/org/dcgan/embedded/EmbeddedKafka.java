package org.dcgan.embedded;

import static java.util.Map.entry;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** A Kafka broker of one node (KRaft) in this process, on the loopback address. */
public final class EmbeddedKafka implements AutoCloseable {
    private static final int NODE = 1;

    private final KafkaRaftServer server;
    private final String bootstrapServers;

    private EmbeddedKafka(KafkaRaftServer server, String bootstrapServers) {
        this.server = server;
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Starts a broker with the topics, records and offsets that an earlier one left in the directory.
     *
     * @param directory directory of its logs; created and formatted if necessary
     * @param port 0 for any free one
     * @throws IOException if the directory cannot be used
     */
    public static EmbeddedKafka start(Path directory, int port) throws IOException {
        Path logs = Files.createDirectories(directory.toAbsolutePath());
        format(logs);
        String broker = Loopback.HOST + ":" + (port == 0 ? Loopback.freePort() : port);
        String controller = Loopback.HOST + ":" + Loopback.freePort();
        KafkaRaftServer server =
                new KafkaRaftServer(new KafkaConfig(settings(logs, broker, controller), false), Time.SYSTEM);
        server.startup();
        return new EmbeddedKafka(server, broker);
    }

    /** The address for clients: host and port. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static void format(Path logs) throws IOException {
        if (Files.exists(logs.resolve("meta.properties"))) {
            return;
        }
        try {
            formatter(logs).run();
        } catch (Exception e) {
            throw new IOException("Cannot format " + logs, e);
        }
    }

    static Formatter formatter(Path logs) {
        return new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
                .setNodeId(NODE)
                .setClusterId(Uuid.randomUuid().toString())
                .setDirectories(List.of(logs.toString()))
                .setMetadataLogDirectory(logs.toString())
                .setControllerListenerName("CONTROLLER")
                .setReleaseVersion(MetadataVersion.latestProduction());
    }

    static Map<String, String> settings(Path logs, String broker, String controller) {
        return Map.ofEntries(
                entry("process.roles", "broker,controller"),
                entry("node.id", String.valueOf(NODE)),
                entry("log.dir", logs.toString()),
                entry("listeners", "BROKER://" + broker + ",CONTROLLER://" + controller),
                entry("advertised.listeners", "BROKER://" + broker),
                entry("listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                entry("inter.broker.listener.name", "BROKER"),
                entry("controller.listener.names", "CONTROLLER"),
                entry("controller.quorum.voters", NODE + "@" + controller),
                // there is one node, so one copy of everything
                entry("default.replication.factor", "1"),
                entry("offsets.topic.replication.factor", "1"),
                entry("offsets.topic.num.partitions", "1"),
                entry("transaction.state.log.replication.factor", "1"),
                entry("transaction.state.log.min.isr", "1"),
                entry("transaction.state.log.num.partitions", "1"),
                entry("share.coordinator.state.topic.replication.factor", "1"),
                entry("share.coordinator.state.topic.min.isr", "1"),
                entry("share.coordinator.state.topic.num.partitions", "1"),
                // a misspelt topic is an error, not a new topic
                entry("auto.create.topics.enable", "false"),
                // a process may be stopped for longer than a week and must find its offsets again
                entry("offsets.retention.minutes", String.valueOf(Integer.MAX_VALUE)),
                // a share group may ask for a record lock of 1 s to 60 s, a consumer group for a session of 1 s
                entry("group.share.min.record.lock.duration.ms", "1000"),
                entry("group.share.max.record.lock.duration.ms", "60000"),
                // a message is dropped after as many deliveries, and published again long before; the default is 5
                entry("group.share.delivery.count.limit", "10"),
                entry("group.min.session.timeout.ms", "1000"),
                // a lone consumer need not wait for others to join
                entry("group.initial.rebalance.delay.ms", "0"),
                // a worker that joins a share group gets its share at its second heartbeat; the default is 5 s
                entry("group.share.heartbeat.interval.ms", "500"),
                entry("group.share.min.heartbeat.interval.ms", "500"),
                // a broker that was killed may register again after this time; the default is 9 s
                entry("broker.session.timeout.ms", "4000"),
                entry("broker.heartbeat.interval.ms", "500"),
                // small buffers, because the process has other work
                entry("num.network.threads", "2"),
                entry("num.io.threads", "2"),
                entry("background.threads", "2"),
                entry("log.cleaner.dedupe.buffer.size", "2097152"));
    }
}
