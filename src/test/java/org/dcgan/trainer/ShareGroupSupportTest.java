package org.dcgan.trainer;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.dcgan.embedded.EmbeddedKafka;
import org.dcgan.process.StartRefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class ShareGroupSupportTest {
    @TempDir
    Path directory;

    @Test
    void aBrokerWithShareGroupsIsAccepted() throws Exception {
        try (EmbeddedKafka broker = EmbeddedKafka.start(directory, 0)) {
            assertThatCode(() -> require(broker.bootstrapServers())).doesNotThrowAnyException();
        }
    }

    @Test
    void aBrokerWithoutShareGroupsRefusesTheStartAndNamesTheSetting() throws Exception {
        formatWithoutShareGroups();
        try (EmbeddedKafka broker = EmbeddedKafka.start(directory, 0)) {
            assertThatThrownBy(() -> require(broker.bootstrapServers()))
                    .isInstanceOf(StartRefusedException.class)
                    .hasMessage(
                            "The broker on %s has no share groups (Kafka 4.2 has, with the feature share.version=1):"
                                    + " set dcgan.trainer.queue=consumer-group, or use another broker.",
                            broker.bootstrapServers());
        }
    }

    @Test
    void aBrokerThatIsAwayDoesNotStopTheStart() {
        assertThatCode(() -> require("127.0.0.1:1")).doesNotThrowAnyException();
    }

    private static void require(String bootstrapServers) {
        ShareGroupSupport.require(Map.of("bootstrap.servers", bootstrapServers));
    }

    private void formatWithoutShareGroups() throws Exception {
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
                .setNodeId(1)
                .setClusterId(Uuid.randomUuid().toString())
                .setDirectories(List.of(directory.toString()))
                .setMetadataLogDirectory(directory.toString())
                .setControllerListenerName("CONTROLLER")
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setFeatureLevel("share.version", (short) 0)
                .run();
    }
}
