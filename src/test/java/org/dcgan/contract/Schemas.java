package org.dcgan.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.dcgan.topic.Topic;

/** Validates messages against the JSON Schemas of an AsyncAPI document. */
public final class Schemas {
    private final Map<Topic, JsonSchema> ofTopics = new EnumMap<>(Topic.class);

    private Schemas(JsonNode document) {
        JsonSchemaFactory factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
        for (Topic topic : Topic.values()) {
            String name = topic.topicName().substring("dcgan.".length());
            ObjectNode schema = JsonNodeFactory.instance.objectNode();
            schema.putArray("allOf").add(document.at("/components/messages/" + name + "/payload"));
            schema.set("components", document.get("components"));
            ofTopics.put(topic, factory.getSchema(schema));
        }
    }

    /** Those of a document. */
    static Schemas of(JsonNode document) {
        return new Schemas(document);
    }

    /** Those of this version. */
    public static Schemas current() {
        return new Schemas(AsyncApi.document("1.0.0"));
    }

    /** What is wrong with a message of a topic; nothing if it is valid. */
    public List<String> violations(Topic topic, byte[] message) {
        return ofTopics
                .get(topic)
                .validate(
                        new String(message, StandardCharsets.UTF_8),
                        InputFormat.JSON,
                        context -> context.getExecutionConfig().setFormatAssertionsEnabled(true))
                .stream()
                .map(Object::toString)
                .toList();
    }
}
