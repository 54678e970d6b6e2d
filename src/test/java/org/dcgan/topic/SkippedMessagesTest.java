package org.dcgan.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.dcgan.message.InvalidMessageException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class SkippedMessagesTest {
    private static final InvalidMessageException REASON = new InvalidMessageException("epoch", null, "a whole number");

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final SkippedMessages skipped = new SkippedMessages(meters);

    @Test
    void aMessageThatSeveralReadersSkipCountsOnce() {
        skipped.skip(message(3), REASON);
        skipped.skip(message(3), REASON);
        skipped.skip(message(4), REASON);

        assertThat(meters.get("dcgan.messages.skipped")
                        .tag("topic", "dcgan.losses")
                        .counter()
                        .count())
                .isEqualTo(2);
    }

    private static ConsumerRecord<byte[], byte[]> message(long offset) {
        return new ConsumerRecord<>("dcgan.losses", 0, offset, null, new byte[0]);
    }
}
