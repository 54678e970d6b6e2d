package org.dcgan.trainer;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.TrainingJob;
import org.dcgan.topic.JobMessage;
import org.dcgan.topic.Publisher;
import org.dcgan.topic.Topic;
import org.jboss.logging.Logger;

/** Reads the job in a message, or publishes the message to {@code dcgan.jobs.dead}. */
@Singleton
final class JobParser {
    private static final Logger LOG = Logger.getLogger(JobParser.class);

    private final Publisher publisher;

    @Inject
    JobParser(Publisher publisher) {
        this.publisher = publisher;
    }

    /**
     * Reads a message. The job's id is taken from the message, else from its key, else derived from its topic, partition and offset.
     *
     * @throws InvalidMessageException if it is not a valid job
     */
    TrainingJob read(JobMessage message) {
        return message.job(field -> LOG.warnf("job %s: unknown field %s is ignored", message.origin(), field));
    }

    /**
     * Publishes a message unchanged to the topic for refused messages, with the reason and the field in its headers. If it is too
     * large for the broker with these headers, it is published without its value; the origin header says where the value is.
     */
    void refuse(JobMessage message, InvalidMessageException refusal) {
        LOG.warnf("job %s refused: %s", message.origin(), refusal.getMessage());
        try {
            publisher.publish(dead(message, message.value(), refusal));
        } catch (RecordTooLargeException e) {
            LOG.warnf("job %s is refused without its value: %s", message.origin(), e.getMessage());
            publisher.publish(dead(message, null, refusal));
        }
    }

    private static ProducerRecord<byte[], byte[]> dead(
            JobMessage message, byte[] value, InvalidMessageException refusal) {
        ProducerRecord<byte[], byte[]> dead = new JobMessage(message.key(), value, message.path(), message.deliveries())
                .to(Topic.DEAD_JOBS.topicName());
        header(dead, "reason", refusal.getMessage());
        header(dead, "field", refusal.field());
        return dead;
    }

    private static void header(ProducerRecord<?, ?> message, String name, String value) {
        message.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
