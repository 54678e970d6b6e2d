package org.dcgan.metrics;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Clock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.dcgan.topic.Topic;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class TopicReaderTest {
    private final TopicReader reader = new TopicReader(new MetricsState(config(), Clock.systemUTC()));

    @Test
    void aStateWithoutKeyAndValueIsPassedOver() {
        ConsumerRecord<byte[], byte[]> nothing = new ConsumerRecord<>(Topic.JOB_STATES.topicName(), 0, 0, null, null);

        assertThatCode(() -> reader.state(nothing)).doesNotThrowAnyException();
    }

    private static MetricsConfig config() {
        return new SmallRyeConfigBuilder()
                .withMapping(MetricsConfig.class)
                .addDefaultInterceptors()
                .build()
                .getConfigMapping(MetricsConfig.class);
    }
}
