package org.dcgan.topic;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.File;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Strimzi's topics against the application's. */
@Tag("fast")
class TopicManifestTest {
    @Test
    void theClusterHasTheTopicsThatTheApplicationWouldCreate() throws IOException {
        YAMLMapper yaml = new YAMLMapper();
        try (MappingIterator<JsonNode> manifests =
                yaml.readerFor(JsonNode.class).readValues(new File("deploy/components/strimzi/topics.yaml"))) {
            Map<String, Map<String, String>> described = manifests.readAll().stream()
                    .collect(toMap(
                            topic -> topic.at("/metadata/name").asText(),
                            topic -> topic.at("/spec/config").properties().stream()
                                    .collect(toMap(Map.Entry::getKey, entry -> entry.getValue()
                                            .asText()))));

            assertThat(described)
                    .isEqualTo(Arrays.stream(Topic.values())
                            .map(Topic::creation)
                            .collect(toMap(NewTopic::name, NewTopic::configs)));
        }
    }
}
