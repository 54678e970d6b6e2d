package org.dcgan.command;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

/** Follows some jobs in the topics: all their states, and from now on their losses and refusals. */
final class JobEvents implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final TopicPartition STATES = new TopicPartition(Topic.JOB_STATES.topicName(), 0);
    private static final TopicPartition LOSSES = new TopicPartition(Topic.LOSSES.topicName(), 0);
    private static final TopicPartition DEAD_JOBS = new TopicPartition(Topic.DEAD_JOBS.topicName(), 0);

    private final Set<String> jobIds;
    private final SkippedMessages skipped;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<String, JobState> last = new HashMap<>();
    private final Map<String, String> refused = new HashMap<>();

    /** @throws KafkaException if the broker does not answer; may be retried */
    JobEvents(Map<String, Object> kafka, SkippedMessages skipped, Set<String> jobIds) {
        this.skipped = skipped;
        this.jobIds = Set.copyOf(jobIds);
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
     * Shows the jobs' progress until all have ended or are refused.
     *
     * @param progress the display of each job
     * @return their last states, without refused jobs; empty if stopped before
     */
    Optional<Map<String, JobState>> follow(Map<String, ProgressDisplay> progress, BooleanSupplier stop) {
        while (!stop.getAsBoolean()) {
            for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
                String jobId = message.key() == null ? "" : new String(message.key(), StandardCharsets.UTF_8);
                if (jobIds.contains(jobId)) {
                    note(jobId, message, progress.get(jobId));
                }
            }
            if (jobIds.stream().allMatch(this::hasEnded)) {
                return Optional.of(Map.copyOf(last));
            }
        }
        return Optional.empty();
    }

    /** Why jobs were refused, by their ids. */
    Map<String, String> refused() {
        return Map.copyOf(refused);
    }

    private boolean hasEnded(String jobId) {
        return refused.containsKey(jobId)
                || last.containsKey(jobId) && last.get(jobId).state().isTerminal();
    }

    private void note(String jobId, ConsumerRecord<byte[], byte[]> message, ProgressDisplay progress) {
        boolean isState = message.topic().equals(STATES.topic());
        if (message.value() == null) {
            if (isState) {
                last.remove(jobId); // its run was deleted: from here on the id belongs to a new job
            }
            return;
        }
        if (message.topic().equals(DEAD_JOBS.topic())) {
            refused.put(jobId, JobMessage.header(message, "reason").orElse("no reason is given"));
            return;
        }
        try {
            if (isState) {
                JobState state = Json.read(message.value(), JobState.class);
                progress.show(last.merge(jobId, state, JobState::then)); // states of older attempts do not count
            } else {
                progress.show(Json.read(message.value(), LossRecorded.class));
            }
        } catch (InvalidMessageException e) {
            skipped.skip(message, e);
        }
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(ANSWER));
    }
}
