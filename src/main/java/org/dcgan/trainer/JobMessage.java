package org.dcgan.trainer;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/**
 * A message of {@code dcgan.jobs} as it came.
 *
 * @param key the record's key; may be null
 * @param value the record's bytes; may be null
 * @param origin topic, partition and offset where it first lay, as in {@code dcgan-jobs-0-17}
 */
record JobMessage(byte[] key, byte[] value, String origin) {
    private static final String ORIGIN = "origin";

    static JobMessage of(ConsumerRecord<byte[], byte[]> message) {
        Optional<Header> origin = Optional.ofNullable(message.headers().lastHeader(ORIGIN));
        return new JobMessage(
                message.key(),
                message.value(),
                origin.map(header -> new String(header.value(), StandardCharsets.UTF_8))
                        .orElseGet(() -> message.topic().replace('.', '-') + "-" + message.partition() + "-"
                                + message.offset()));
    }

    /** The message for a topic, remembering its origin. */
    ProducerRecord<byte[], byte[]> to(String topic) {
        ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(topic, key, value);
        message.headers().add(ORIGIN, origin.getBytes(StandardCharsets.UTF_8));
        return message;
    }
}
