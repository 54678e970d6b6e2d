package org.dcgan.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.dcgan.TopicReader;
import org.dcgan.message.Cancellation;
import org.dcgan.message.JobState;
import org.dcgan.topic.Publisher;
import org.dcgan.topic.Topic;
import org.junit.jupiter.api.Test;

/** The messages of a whole run against the description of the topics. */
@QuarkusTest
class RunMessagesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Jobs come from anywhere; what is refused need not be one. */
    private static final Set<Topic> FOREIGN = Set.of(Topic.JOBS, Topic.DEAD_JOBS);

    @Inject
    @Identifier("default-kafka-broker")
    Map<String, Object> kafka;

    @Inject
    Publisher publisher;

    @Test
    void everyMessageOfARunIsValidByItsTopicsSchema() {
        publish("described", "{\"limit\":64,\"epochs\":1}");
        publish("described-refused", "{\"epochs\":0}");
        publisher.publish(Topic.CANCELLATIONS, "described-nobody", new Cancellation("described-nobody", null, null));
        TopicReader topics = new TopicReader(kafka);
        await().atMost(PATIENCE).until(() -> topics.read(Topic.JOB_STATES, "described", JobState.class).stream()
                .anyMatch(state -> state.state().isTerminal()));

        List<String> invalid = Arrays.stream(Topic.values())
                .filter(topic -> !FOREIGN.contains(topic))
                .flatMap(topic -> topics.read(topic).stream()
                        .filter(message -> message.value() != null)
                        .flatMap(message -> Schemas.current().violations(topic, message.value()).stream()
                                .map(violation -> topic + ": " + violation)))
                .toList();

        assertThat(invalid).isEmpty();
    }

    @Test
    void aRefusedJobHasTheHeadersThatAreDescribed() {
        publish("described-headers", "{\"epochs\":0}");
        TopicReader topics = new TopicReader(kafka);

        Set<String> headers = await().atMost(PATIENCE)
                .until(
                        () -> topics.read(Topic.DEAD_JOBS).stream()
                                .filter(message -> "described-headers".equals(message.key()))
                                .flatMap(message ->
                                        Arrays.stream(message.headers().toArray()))
                                .map(header -> header.key())
                                .collect(Collectors.toSet()),
                        found -> !found.isEmpty());

        assertThat(headers).isEqualTo(Channel.of(Topic.DEAD_JOBS).headers().keySet());
    }

    @Test
    void aClientGetsTheDescriptionAsJsonOrYaml() {
        RestAssured.given().get("/q/asyncapi").then().statusCode(200).contentType("application/json");
        String yaml = RestAssured.given()
                .accept("application/yaml")
                .get("/q/asyncapi")
                .asString();

        assertThat(yaml).startsWith("asyncapi: \"3.0.0\"");
    }

    private void publish(String key, String job) {
        publisher.publish(new ProducerRecord<>(Topic.JOBS.topicName(), key.getBytes(UTF_8), job.getBytes(UTF_8)));
    }
}
