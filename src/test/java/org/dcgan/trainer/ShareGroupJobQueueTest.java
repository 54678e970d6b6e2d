package org.dcgan.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

class ShareGroupJobQueueTest extends JobQueueContract {
    @Override
    ShareGroupJobQueue queue(Map<String, Object> kafka, Duration lock) {
        return new ShareGroupJobQueue(kafka, lock);
    }

    @Override
    Duration lock() {
        return Duration.ofSeconds(3);
    }

    @Test
    void saysWhyItGetsNoMessages() {
        ShareGroupJobQueue queue = queue(kafka, Duration.ofMinutes(30));

        serve(queue, (message, lease) -> JobHandler.Verdict.DONE);

        await("trouble").untilAsserted(() -> assertThat(queue.trouble())
                .hasValueSatisfying(trouble -> assertThat(trouble).contains("dcgan.trainer.lock PT30M")));
    }

    @Test
    void aLockThatTheBrokerRefusesIsNamedWithTheBrokersReason() {
        ShareGroupJobQueue queue = queue(kafka, Duration.ofMinutes(30));

        assertThatThrownBy(() -> queue.join())
                .isInstanceOf(KafkaException.class)
                .hasMessageContaining("dcgan.trainer.lock PT30M")
                .hasMessageContaining("less than or equal to group.share.max.record.lock.duration.ms");
    }
}
