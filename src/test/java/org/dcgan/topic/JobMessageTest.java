package org.dcgan.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class JobMessageTest {
    private final ConsumerRecord<byte[], byte[]> message =
            new ConsumerRecord<>("dcgan.jobs", 0, 17, null, "{}".getBytes(UTF_8));

    @Test
    void aMessageRemembersWhereItLayBefore() {
        message.headers().add("path", "dcgan-jobs-0-3".getBytes(UTF_8));

        assertThat(JobMessage.of(message).path()).isEqualTo("dcgan-jobs-0-3>dcgan-jobs-0-17");
    }

    @Test
    void treatsAHeaderWithoutValueAsAbsent() {
        message.headers().add("path", null);

        assertThat(JobMessage.of(message).path()).isEqualTo("dcgan-jobs-0-17");
    }

    @Test
    void treatsAnEmptyHeaderAsAbsent() {
        message.headers().add("path", new byte[0]);

        assertThat(JobMessage.of(message).path()).isEqualTo("dcgan-jobs-0-17");
    }

    @Test
    void treatsAnEmptyKeyAsAbsent() {
        JobMessage withEmptyKey = new JobMessage(new byte[0], "{}".getBytes(UTF_8), "dcgan-jobs-0-17", 1);

        assertThat(withEmptyKey.job(unknown -> {}).id()).isEqualTo("dcgan-jobs-0-17");
    }
}
