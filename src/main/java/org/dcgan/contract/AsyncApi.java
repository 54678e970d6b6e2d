package org.dcgan.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeMap;
import org.dcgan.message.Json;
import org.dcgan.role.Role;
import org.dcgan.topic.Topic;

/**
 * The pipeline's topics as an AsyncAPI 3.0 document: address, key, headers, cleanup, the roles that send and receive, an example, and
 * a JSON Schema of each message.
 */
final class AsyncApi {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final ObjectMapper JSON_TEXT = new ObjectMapper();
    private static final ObjectMapper YAML_TEXT = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .build();

    private final RecordSchemas schemas = new RecordSchemas();
    private final ObjectNode channels = JSON.objectNode();
    private final ObjectNode operations = JSON.objectNode();
    private final ObjectNode messages = JSON.objectNode();

    private AsyncApi() {
        for (Topic topic : Topic.values()) {
            add(Channel.of(topic));
        }
    }

    /**
     * The whole document.
     *
     * @param version of the pipeline
     */
    static ObjectNode document(String version) {
        AsyncApi made = new AsyncApi();
        ObjectNode document = JSON.objectNode().put("asyncapi", "3.0.0");
        document.putObject("info")
                .put("title", "DCGAN pipeline")
                .put("version", version)
                .put(
                        "description",
                        "Training jobs, their states, losses, checkpoints and scores, as messages of Kafka topics.");
        document.put("defaultContentType", "application/json");
        document.set("channels", made.channels);
        document.set("operations", made.operations);
        ObjectNode components = document.putObject("components");
        components.set("messages", made.messages);
        components.set("schemas", made.schemas.definitions());
        return document;
    }

    static String json(JsonNode document) {
        return text(JSON_TEXT, document);
    }

    static String yaml(JsonNode document) {
        return text(YAML_TEXT, document);
    }

    private void add(Channel channel) {
        String name = channel.topic().topicName();
        String message = name.substring(name.indexOf('.') + 1);
        ObjectNode described = channels.putObject(name).put("address", name).put("description", channel.purpose());
        described.putObject("messages").set(message, reference("#/components/messages/" + message));
        described.putObject("bindings").set("kafka", binding(channel.topic()));
        messages.set(message, message(channel));
        addOperations("send", channel, channel.senders(), message);
        addOperations("receive", channel, channel.receivers(), message);
    }

    private void addOperations(String action, Channel channel, Set<Role> roles, String message) {
        String name = channel.topic().topicName();
        roles.stream().sorted(Comparator.naturalOrder()).forEach(role -> {
            String label = role.label();
            ObjectNode operation = operations
                    .putObject(label + "." + action + "." + message)
                    .put("action", action)
                    .put("summary", "The role %s %ss messages of %s".formatted(label, action, name));
            operation.set("channel", reference("#/channels/" + name));
            operation.putArray("messages").add(reference("#/channels/" + name + "/messages/" + message));
            operation.putArray("tags").addObject().put("name", label);
        });
    }

    private ObjectNode message(Channel channel) {
        ObjectNode message = JSON.objectNode()
                .put("name", channel.message().getSimpleName())
                .put("contentType", "application/json")
                .put("summary", channel.purpose());
        if (channel.topic() == Topic.DEAD_JOBS) {
            message.putObject("payload"); // whatever came
        } else {
            message.set("payload", schemas.reference(channel.message()));
        }
        if (!channel.headers().isEmpty()) {
            ObjectNode headers =
                    message.putObject("headers").put("type", "object").putObject("properties");
            channel.headers().keySet().stream().sorted().forEach(header -> headers.putObject(header)
                    .put("type", "string")
                    .put("description", channel.headers().get(header)));
        }
        message.putObject("bindings")
                .putObject("kafka")
                .putObject("key")
                .put("type", "string")
                .put("description", channel.key());
        message.putArray("examples").addObject().set("payload", JSON_TEXT.valueToTree(Json.fields(channel.example())));
        return message;
    }

    private static ObjectNode binding(Topic topic) {
        ObjectNode kafka = JSON.objectNode().put("topic", topic.topicName()).put("partitions", 1);
        ObjectNode configuration = kafka.putObject("topicConfiguration");
        new TreeMap<>(topic.configuration()).forEach((name, value) -> {
            if (name.equals("cleanup.policy")) {
                configuration.putArray(name).add(value);
            } else {
                configuration.put(name, Long.parseLong(value));
            }
        });
        return kafka;
    }

    private static ObjectNode reference(String path) {
        return JSON.objectNode().put("$ref", path);
    }

    private static String text(ObjectMapper format, JsonNode document) {
        try {
            return format.writerWithDefaultPrettyPrinter().writeValueAsString(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
