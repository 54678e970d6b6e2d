package org.dcgan.trainer;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.dcgan.retry.Retries;
import org.dcgan.topic.Publisher;
import org.junit.jupiter.api.Test;

class ShareGroupJobQueueTest extends JobQueueContract {
    @Override
    ShareGroupJobQueue queue(Map<String, Object> kafka, Duration lock, Publisher publisher) {
        return new ShareGroupJobQueue(kafka, lock, publisher, new Retries(new SimpleMeterRegistry()));
    }

    @Override
    Duration lock() {
        return Duration.ofSeconds(3);
    }

    @Test
    void aLockThatTheBrokerRefusesIsNamedWithTheBrokersReason() {
        ShareGroupJobQueue queue = queue(kafka, Duration.ofMinutes(30), new Publisher(() -> kafka));

        assertThatThrownBy(() -> queue.connectAndServe(null))
                .isInstanceOf(KafkaException.class)
                .hasMessageContaining("dcgan.trainer.lock PT30M")
                .hasMessageContaining("less than or equal to group.share.max.record.lock.duration.ms");
    }
}
