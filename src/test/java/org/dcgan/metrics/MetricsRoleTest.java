package org.dcgan.metrics;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.dcgan.message.CheckpointSaved;
import org.dcgan.message.JobState;
import org.dcgan.message.JobState.State;
import org.dcgan.message.LossRecorded;
import org.dcgan.message.QualityMeasured;
import org.dcgan.message.Scores;
import org.dcgan.topic.Publisher;
import org.dcgan.topic.Topic;
import org.junit.jupiter.api.Test;

/** From the topics of the embedded broker to {@code /q/metrics}. */
@QuarkusTest
class MetricsRoleTest {
    private static final Instant AT = Instant.ofEpochSecond(1_800_000_000);

    @Inject
    Publisher publisher;

    @Test
    void exposesTheTopicsContentAsMetrics() {
        publisher.publish(
                Topic.JOB_STATES, "told", new JobState("told", State.RUNNING, 2, 0, 0, 25, 938, "w", null, null, AT));
        publisher.publish(
                Topic.LOSSES, "told", new LossRecorded("told", 2, 0, 25, 25, 1, 0.5f, 1.5f, 0.75f, 0.25f, 640, AT));
        publisher.publish(Topic.CHECKPOINTS, "told/0", new CheckpointSaved("told", 0, 938, "key", "sum", AT));
        Scores scores = new Scores(12.5, 0.25, 8.5, 0.75, 0.5, 0.875, List.of(1.0));
        publisher.publish(
                Topic.QUALITIES,
                "told/0",
                new QualityMeasured("told", 0, 938, "sum", "judge", 5_000, scores, null, null, null, AT));

        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(scrape().lines())
                .contains(
                        "dcgan_job_state{job_id=\"told\",state=\"RUNNING\",} 1.0",
                        "dcgan_job_attempts{job_id=\"told\",} 2.0",
                        "dcgan_steps{job_id=\"told\",} 938.0",
                        "dcgan_step{job_id=\"told\",} 25.0",
                        "dcgan_loss{job_id=\"told\",network=\"discriminator\",} 0.5",
                        "dcgan_loss{job_id=\"told\",network=\"generator\",} 1.5",
                        "dcgan_checkpoint_timestamp_seconds{job_id=\"told\",} 1.8E9",
                        "dcgan_frechet_distance{job_id=\"told\",generator=\"plain\",} 12.5",
                        "dcgan_class_share{job_id=\"told\",generator=\"plain\",class=\"0\",} 1.0",
                        "dcgan_collapsed{job_id=\"told\",} 0.0"));
    }

    @Test
    void aMessageThatCannotBeReadIsPassedOver() {
        publisher.publish(
                new ProducerRecord<>(Topic.LOSSES.topicName(), null, "{\"jobId\":7}".getBytes(StandardCharsets.UTF_8)));
        publisher.publish(
                Topic.LOSSES, "after", new LossRecorded("after", 1, 0, 0, 3, 0, 0.5f, 1.5f, 0.7f, 0.3f, 640, AT));

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(scrape()).contains("dcgan_step{job_id=\"after\",} 3.0"));
    }

    private static String scrape() {
        return given().accept("text/plain; version=0.0.4").get("/q/metrics").asString();
    }
}
