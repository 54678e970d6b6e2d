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
 * A message of {@code dcgan.jobs} as it came.
 *
 * @param key the record's key; may be null or empty, which is no key either
 * @param value the record's bytes; may be null
 * @param path the places where it has lain; see {@link MessagePath}
 * @param deliveries how often a share group has delivered it from its last place, this time included; 1 elsewhere
 */
public record JobMessage(byte[] key, byte[] value, String path, int deliveries) {
    private static final String PATH = "path";
    private static final String ORIGIN = "origin";
    private static final Pattern PLACE = Pattern.compile("dcgan-jobs-0-(\\d{1,18})");
    private static final String PURGED = "purged:"; // no job's id has a colon

    /** The message of a record, which remembers where it lay before. */
    public static JobMessage of(ConsumerRecord<byte[], byte[]> message) {
        String place = message.topic().replace('.', '-') + "-" + message.partition() + "-" + message.offset();
        return new JobMessage(
                message.key(),
                message.value(),
                header(message, PATH).map(path -> MessagePath.then(path, place)).orElse(place),
                message.deliveryCount().orElse((short) 1));
    }

    /** The last header of a name; none if its value is absent or empty, which Kafka allows. */
    public static Optional<String> header(ConsumerRecord<?, ?> message, String name) {
        return Optional.ofNullable(message.headers().lastHeader(name))
                .map(Header::value)
                .filter(value -> value.length > 0)
                .map(value -> new String(value, StandardCharsets.UTF_8));
    }

    /** The key of a record without a value which says that what lies before it about a job does not count any more. */
    public static String purgeKey(String jobId) {
        return PURGED + jobId;
    }

    /** The job that this is said of, if the message asks for none. */
    public Optional<String> purged() {
        return Optional.ofNullable(value == null ? key : null)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .filter(text -> text.startsWith(PURGED))
                .map(text -> text.substring(PURGED.length()));
    }

    /** Where it first lay. */
    public String origin() {
        return MessagePath.origin(path);
    }

    /** Its offset where it first lay; empty if that was not in {@code dcgan.jobs}. */
    public OptionalLong offset() {
        Matcher place = PLACE.matcher(origin());
        return place.matches() ? OptionalLong.of(Long.parseLong(place.group(1))) : OptionalLong.empty();
    }

    /** The id of a job that brings none: the message's key, or else where it first lay. */
    public String fallbackId() {
        boolean hasKey = key != null && key.length > 0;
        return hasKey ? new String(key, StandardCharsets.UTF_8) : origin();
    }

    /**
     * The job it asks for, with its id.
     *
     * @param unknownField is told the name of each field a job does not have
     * @throws InvalidMessageException if it is no job
     */
    public TrainingJob job(Consumer<String> unknownField) {
        return Json.read(value, TrainingJob.class, unknownField).identified(fallbackId());
    }

    /** The message for a topic, remembering its path. */
    public ProducerRecord<byte[], byte[]> to(String topic) {
        ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(topic, key, value);
        message.headers().add(ORIGIN, origin().getBytes(StandardCharsets.UTF_8));
        message.headers().add(PATH, path.getBytes(StandardCharsets.UTF_8));
        return message;
    }
}
