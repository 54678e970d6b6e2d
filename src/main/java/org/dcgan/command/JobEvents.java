package org.dcgan.command;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.JobState;
import org.dcgan.message.Json;
import org.dcgan.message.LossRecorded;
import org.dcgan.topic.JobMessage;
import org.dcgan.topic.KafkaClients;
import org.dcgan.topic.SkippedMessages;
import org.dcgan.topic.Topic;

/** What the topics tell of one job: every state there ever was, and from now on its losses and whether it is refused. */
final class JobEvents implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final TopicPartition STATES = new TopicPartition(Topic.JOB_STATES.topicName(), 0);
    private static final TopicPartition LOSSES = new TopicPartition(Topic.LOSSES.topicName(), 0);
    private static final TopicPartition DEAD_JOBS = new TopicPartition(Topic.DEAD_JOBS.topicName(), 0);

    private final String jobId;
    private final SkippedMessages skipped;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private Optional<JobState> last = Optional.empty();

    /** @throws KafkaException if the broker does not answer; it can be tried again */
    JobEvents(Map<String, Object> kafka, SkippedMessages skipped, String jobId) {
        this.skipped = skipped;
        this.jobId = jobId;
        consumer = KafkaClients.consumer(kafka, Map.of(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false));
        try {
            consumer.assign(List.of(STATES, LOSSES, DEAD_JOBS));
            consumer.seekToBeginning(List.of(STATES));
            consumer.seekToEnd(List.of(LOSSES, DEAD_JOBS));
            consumer.position(LOSSES, ANSWER); // the end of now, not of the first poll
            consumer.position(DEAD_JOBS, ANSWER);
        } catch (KafkaException e) {
            close();
            throw e;
        }
    }

    /**
     * Shows the job's progress until it ends.
     *
     * @return its last state, or empty if told to stop before
     * @throws RefusedException if a trainer refuses it
     */
    Optional<JobState> follow(ProgressDisplay progress, BooleanSupplier stop) throws RefusedException {
        while (!stop.getAsBoolean()) {
            for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
                if (isOfTheJob(message)) {
                    show(message, progress);
                }
            }
            if (last.filter(state -> state.state().isTerminal()).isPresent()) {
                return last;
            }
        }
        return Optional.empty();
    }

    private boolean isOfTheJob(ConsumerRecord<byte[], byte[]> message) {
        return message.key() != null
                && message.value() != null
                && jobId.equals(new String(message.key(), StandardCharsets.UTF_8));
    }

    private void show(ConsumerRecord<byte[], byte[]> message, ProgressDisplay progress) throws RefusedException {
        if (message.topic().equals(DEAD_JOBS.topic())) {
            throw new RefusedException(JobMessage.header(message, "reason").orElse("no reason is given"));
        }
        try {
            if (message.topic().equals(LOSSES.topic())) {
                progress.show(Json.read(message.value(), LossRecorded.class));
            } else {
                note(Json.read(message.value(), JobState.class));
                progress.show(last.orElseThrow());
            }
        } catch (InvalidMessageException e) {
            skipped.skip(message, e);
        }
    }

    /** What an older attempt says does not count, nor anything after the end. */
    private void note(JobState state) {
        last = Optional.of(last.map(before -> before.then(state)).orElse(state));
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
        consumer.close(CloseOptions.timeout(ANSWER));
    }
}
