package org.dcgan.trainer;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.dcgan.topic.JobMessage;
import org.junit.jupiter.api.Test;

class HandlerThreadTest {
    private final JobMessage message = JobMessage.of(new ConsumerRecord<>("dcgan.jobs", 0, 0, null, new byte[0]));

    @Test
    void anErrorOfTheHandlerEndsTheQueueThatWaitsForIt() {
        NoClassDefFoundError error = new NoClassDefFoundError("of a handler");
        try (HandlerThread worker = new HandlerThread((asked, lease) -> {
            throw error;
        })) {
            assertThatExceptionOfType(NoClassDefFoundError.class)
                    .isThrownBy(() -> worker.handle(message, new TimedLease(Duration.ofMinutes(1)), () -> {}))
                    .isSameAs(error);
        }
    }
}
