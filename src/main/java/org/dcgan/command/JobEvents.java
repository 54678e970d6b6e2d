package org.dcgan.command;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.JobState;
import org.dcgan.message.Json;
import org.dcgan.message.LossRecorded;
import org.dcgan.topic.JobMessage;
import org.dcgan.topic.SkippedMessages;
import org.dcgan.topic.Topic;

/** What the topics tell of one job: every state there ever was, and from now on its losses and whether it is refused. */
final class JobEvents implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final TopicPartition STATES = new TopicPartition(Topic.JOB_STATES.topicName(), 0);
    private static final TopicPartition LOSSES = new TopicPartition(Topic.LOSSES.topicName(), 0);
    private static final TopicPartition DEAD_JOBS = new TopicPartition(Topic.DEAD_JOBS.topicName(), 0);

    private final String jobId;
    private final SkippedMessages skipped;
    private final KafkaConsumer<String, byte[]> consumer;

    JobEvents(Map<String, Object> kafka, SkippedMessages skipped, String jobId) {
        this.skipped = skipped;
        this.jobId = jobId;
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put("enable.auto.commit", false);
        consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
        consumer.assign(List.of(STATES, LOSSES, DEAD_JOBS));
        consumer.seekToBeginning(List.of(STATES));
        consumer.seekToEnd(List.of(LOSSES, DEAD_JOBS));
        consumer.position(LOSSES); // the end of now, not of the first poll
        consumer.position(DEAD_JOBS);
    }

    /**
     * Shows the job's progress until it ends.
     *
     * @return its last state, or empty if told to stop before
     * @throws RefusedException if a trainer refuses it
     */
    Optional<JobState> follow(Progress progress, BooleanSupplier stop) throws RefusedException {
        while (!stop.getAsBoolean()) {
            for (ConsumerRecord<String, byte[]> message : consumer.poll(POLL)) {
                if (!jobId.equals(message.key()) || message.value() == null) {
                    continue;
                }
                if (message.topic().equals(DEAD_JOBS.topic())) {
                    throw new RefusedException(
                            JobMessage.header(message, "reason").orElse("no reason is given"));
                }
                Optional<JobState> end = show(message, progress);
                if (end.isPresent()) {
                    return end;
                }
            }
        }
        return Optional.empty();
    }

    /** Shows a loss or a state; the state is returned if it is the job's last. */
    private Optional<JobState> show(ConsumerRecord<String, byte[]> message, Progress progress) {
        try {
            if (message.topic().equals(LOSSES.topic())) {
                progress.show(Json.read(message.value(), LossRecorded.class));
                return Optional.empty();
            }
            JobState state = Json.read(message.value(), JobState.class);
            progress.show(state);
            return Optional.of(state).filter(shown -> shown.state().isTerminal());
        } catch (InvalidMessageException e) {
            skipped.skip(message, e);
            return Optional.empty();
        }
    }

    /** A trainer put the job where refused ones lie; the message is its reason. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1;

        RefusedException(String reason) {
            super(reason);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
