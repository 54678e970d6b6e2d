package org.dcgan.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.Json;
import org.dcgan.topic.Topic;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("fast")
class AsyncApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectNode DOCUMENT = AsyncApi.document("1.0.0");
    private static final Schemas SCHEMAS = Schemas.current();

    /** Values that a field of some type might have, at and around every limit in use. */
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "\"\"",
            "\"a\"",
            "\"A\"",
            "\"float32\"",
            "\"float16\"",
            "\"RUNNING\"",
            "\"running\"",
            "[]",
            "[0.5]",
            "[-0.5]",
            "[null]",
            "{}",
            "-1",
            "0",
            "1",
            "2",
            "0.5",
            "-0.5",
            "1.5",
            "1.0",
            "1e0",
            "1024",
            "1025",
            "10000",
            "10001",
            "1000000",
            "1000001",
            "2147483647",
            "2147483648",
            "-2147483648",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "-9223372036854775809",
            "\"2026-01-01T12:00:00Z\"");

    @ParameterizedTest
    @EnumSource(Topic.class)
    void namesEveryTopicWithItsSendersAndReceivers(Topic topic) {
        assertThat(DOCUMENT.at("/channels/" + topic.topicName() + "/address").asText())
                .isEqualTo(topic.topicName());
        assertThat(DOCUMENT.get("operations").findValuesAsText("$ref"))
                .filteredOn(reference -> reference.equals("#/channels/" + topic.topicName()))
                .hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void leadsEveryReferenceToAPlaceInTheDocument() {
        assertThat(DOCUMENT.findValuesAsText("$ref")).isNotEmpty().allSatisfy(reference -> assertThat(
                        DOCUMENT.at(JsonPointer.compile(reference.substring(1))).isMissingNode())
                .as(reference)
                .isFalse());
    }

    @Test
    void saysTheSameAsYaml() throws IOException {
        assertThat(new YAMLMapper().readTree(AsyncApi.yaml(DOCUMENT)))
                .isEqualTo(JSON.readTree(AsyncApi.json(DOCUMENT)));
    }

    @ParameterizedTest
    @EnumSource(Topic.class)
    void givesAnExampleThatIsValid(Topic topic) {
        assertThat(SCHEMAS.violations(topic, Json.write(Channel.of(topic).example())))
                .isEmpty();
    }

    static Stream<Arguments> fields() {
        return Arrays.stream(Topic.values())
                .filter(topic -> topic != Topic.DEAD_JOBS)
                .flatMap(topic -> Arrays.stream(Channel.of(topic).message().getRecordComponents())
                        .map(component -> Arguments.of(topic, component.getName())));
    }

    @ParameterizedTest
    @MethodSource("fields")
    void allowsWhatTheRecordAccepts(Topic topic, String field) throws IOException {
        List<String> disagreements = new ArrayList<>();
        for (String value : VALUES) {
            ObjectNode message = example(topic);
            message.set(field, JSON.readTree(value));
            if (SCHEMAS.violations(topic, message.toString().getBytes(UTF_8)).isEmpty() != isAccepted(topic, message)) {
                disagreements.add(value);
            }
        }
        ObjectNode without = example(topic);
        without.remove(field);
        if (SCHEMAS.violations(topic, without.toString().getBytes(UTF_8)).isEmpty() != isAccepted(topic, without)) {
            disagreements.add("absent");
        }
        assertThat(disagreements).isEmpty();
    }

    private static boolean isAccepted(Topic topic, JsonNode message) {
        try {
            Json.read(message.toString().getBytes(UTF_8), Channel.of(topic).message());
            return true;
        } catch (InvalidMessageException e) {
            return false;
        }
    }

    private static ObjectNode example(Topic topic) throws IOException {
        ObjectNode example =
                (ObjectNode) JSON.readTree(Json.write(Channel.of(topic).example()));
        return topic == Topic.CRASHES ? example.put("step", Long.MAX_VALUE) : example; // firstStep is at most this
    }
}
