package org.dcgan.trainer;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.TrainingJob;
import org.dcgan.topic.JobMessage;
import org.dcgan.topic.Publisher;
import org.dcgan.topic.Topic;
import org.jboss.logging.Logger;

/** Makes a job of a message, or refuses it to {@code dcgan.jobs.dead}. */
@Singleton
final class Intake {
    private static final Logger LOG = Logger.getLogger(Intake.class);

    private final Publisher publisher;

    @Inject
    Intake(Publisher publisher) {
        this.publisher = publisher;
    }

    /**
     * Reads a message; its id is the job's, or else the message's key, or else made of where the message lay.
     *
     * @throws InvalidMessageException if it is no job
     */
    TrainingJob read(JobMessage message) {
        return message.job(field -> LOG.warnf("job %s: unknown field %s is ignored", message.origin(), field));
    }

    /** Puts a message where refused ones lie, as it came, with the reason and the field in its headers. */
    void refuse(JobMessage message, InvalidMessageException refusal) {
        LOG.warnf("job %s refused: %s", message.origin(), refusal.getMessage());
        ProducerRecord<byte[], byte[]> dead = message.to(Topic.DEAD_JOBS.topicName());
        header(dead, "reason", refusal.getMessage());
        header(dead, "field", refusal.field());
        publisher.publish(dead);
    }

    private static void header(ProducerRecord<?, ?> message, String name, String value) {
        message.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
