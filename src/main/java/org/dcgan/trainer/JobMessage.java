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
 * @param path the places where it has lain, first to last, each as in {@code dcgan-jobs-0-17}: a message that was put anew has
 *     several. No two messages have the same
 */
record JobMessage(byte[] key, byte[] value, String path) {
    private static final String PATH = "path";
    private static final String ORIGIN = "origin";
    private static final String STEP = ">";

    static JobMessage of(ConsumerRecord<byte[], byte[]> message) {
        String place = message.topic().replace('.', '-') + "-" + message.partition() + "-" + message.offset();
        Optional<Header> before = Optional.ofNullable(message.headers().lastHeader(PATH));
        return new JobMessage(
                message.key(),
                message.value(),
                before.map(header -> new String(header.value(), StandardCharsets.UTF_8) + STEP + place)
                        .orElse(place));
    }

    /** Whether the message of one path is the message of another, put anew. */
    static boolean isCopy(String path, String ofPath) {
        return path.startsWith(ofPath + STEP);
    }

    /** Where it first lay. */
    String origin() {
        return path.split(STEP, 2)[0];
    }

    /** The message for a topic, remembering its path. */
    ProducerRecord<byte[], byte[]> to(String topic) {
        ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(topic, key, value);
        message.headers().add(ORIGIN, origin().getBytes(StandardCharsets.UTF_8));
        message.headers().add(PATH, path.getBytes(StandardCharsets.UTF_8));
        return message;
    }
}
