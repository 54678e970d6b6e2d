package org.dcgan.topic;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.Json;
import org.dcgan.message.MessagePath;
import org.dcgan.message.TrainingJob;

/**
 * A message of {@code dcgan.jobs} as received.
 *
 * @param key the record's key; may be null or empty; empty counts as absent
 * @param value the record's bytes; may be null
 * @param path its current and earlier positions; see {@link MessagePath}
 * @param deliveries how often a share group has delivered it from its last place, this time included; 1 elsewhere
 */
public record JobMessage(byte[] key, byte[] value, String path, int deliveries) {
    private static final String PATH = "path";
    private static final String ORIGIN = "origin";
    private static final Pattern PLACE = Pattern.compile("dcgan-jobs-0-(\\d{1,18})");
    private static final String PURGED = "purged:"; // a job id has no colon

    /** The message of a record, whose headers contain its earlier positions. */
    public static JobMessage of(ConsumerRecord<byte[], byte[]> message) {
        String place = message.topic().replace('.', '-') + "-" + message.partition() + "-" + message.offset();
        return new JobMessage(
                message.key(),
                message.value(),
                header(message, PATH).map(path -> MessagePath.then(path, place)).orElse(place),
                message.deliveryCount().orElse((short) 1));
    }

    /** The last header of a name; empty if its value is absent or empty, which Kafka allows. */
    public static Optional<String> header(ConsumerRecord<?, ?> message, String name) {
        return Optional.ofNullable(message.headers().lastHeader(name))
                .map(Header::value)
                .filter(value -> value.length > 0)
                .map(value -> new String(value, StandardCharsets.UTF_8));
    }

    /** The key of a record without a value that invalidates all earlier records of a job. */
    public static String purgeKey(String jobId) {
        return PURGED + jobId;
    }

    /** The job that such a record is about; empty if the message asks for a job. */
    public Optional<String> purged() {
        return Optional.ofNullable(value == null ? key : null)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .filter(text -> text.startsWith(PURGED))
                .map(text -> text.substring(PURGED.length()));
    }

    /** Its first position. */
    public String origin() {
        return MessagePath.origin(path);
    }

    /** The offset of its first position; empty if that was not in {@code dcgan.jobs}. */
    public OptionalLong offset() {
        Matcher place = PLACE.matcher(origin());
        return place.matches() ? OptionalLong.of(Long.parseLong(place.group(1))) : OptionalLong.empty();
    }

    /** The id for a job without one: the message's key, or else its first position. */
    public String fallbackId() {
        boolean hasKey = key != null && key.length > 0;
        return hasKey ? new String(key, StandardCharsets.UTF_8) : origin();
    }

    /**
     * The job it asks for, with its id.
     *
     * @param unknownField receives the name of each unknown field
     * @throws InvalidMessageException if it is not a valid job
     */
    public TrainingJob job(Consumer<String> unknownField) {
        return Json.read(value, TrainingJob.class, unknownField).identified(fallbackId());
    }

    /** The record to publish to a topic, with the message's path in a header. */
    public ProducerRecord<byte[], byte[]> to(String topic) {
        ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(topic, key, value);
        message.headers().add(ORIGIN, origin().getBytes(StandardCharsets.UTF_8));
        message.headers().add(PATH, path.getBytes(StandardCharsets.UTF_8));
        return message;
    }
}
