package org.dcgan.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.dcgan.message.Json;
import org.dcgan.topic.Topic;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Versions of the pipeline that run side by side understand each other. {@code released/TOPIC.jsonl} has messages of earlier versions,
 * {@code released/asyncapi.json} is the document of the last one.
 */
@Tag("fast")
class ReleasedMessagesTest {
    private static final String ADVICE =
            "a field must keep its name and type, and may be required only if it always was: add another field instead";

    static Stream<Arguments> messages() throws IOException {
        List<Arguments> messages = new ArrayList<>();
        for (Topic topic : Topic.values()) {
            if (topic != Topic.DEAD_JOBS) {
                text(topic.topicName() + ".jsonl").lines().forEach(line -> messages.add(Arguments.of(topic, line)));
            }
        }
        return messages.stream();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void readsEveryFieldOfAMessageOfAnEarlierVersion(Topic topic, String message) {
        List<String> unknown = new ArrayList<>();

        Json.read(message.getBytes(UTF_8), Channel.of(topic).message(), unknown::add);

        assertThat(unknown).as(ADVICE).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "DEAD_JOBS")
    void writesMessagesThatTheLastVersionCanRead(Topic topic) throws IOException {
        Schemas last = Schemas.of(new ObjectMapper().readTree(text("asyncapi.json")));

        assertThat(last.violations(topic, Json.write(Channel.of(topic).example())))
                .as(ADVICE)
                .isEmpty();
    }

    private static String text(String file) throws IOException {
        try (InputStream stream = ReleasedMessagesTest.class.getResourceAsStream("released/" + file)) {
            return new String(stream.readAllBytes(), UTF_8);
        }
    }
}
