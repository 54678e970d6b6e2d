package org.dcgan.metrics;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.dcgan.message.CheckpointName;
import org.dcgan.message.CheckpointSaved;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.JobState;
import org.dcgan.message.Json;
import org.dcgan.message.LossRecorded;
import org.dcgan.message.QualityMeasured;
import org.dcgan.topic.JobMessage;

/** Reads the messages of the topics into {@link MetricsState}. */
@Singleton
final class TopicReader {
    private final MetricsState metrics;

    @Inject
    TopicReader(MetricsState metrics) {
        this.metrics = metrics;
    }

    /** A message of {@code dcgan.jobs}. An invalid one also waits, until a trainer refuses it. */
    void job(ConsumerRecord<byte[], byte[]> message) {
        JobMessage asking = JobMessage.of(message);
        if (asking.purged().isPresent()) {
            metrics.removeRequests(asking.purged().get());
            return;
        }
        try {
            metrics.addRequest(asking.origin(), asking.job(unknownField -> {}).id());
        } catch (InvalidMessageException e) {
            metrics.addRequest(asking.origin(), asking.origin());
        }
    }

    /** A message of {@code dcgan.jobs.dead}. */
    void deadJob(ConsumerRecord<byte[], byte[]> message) {
        JobMessage dead = JobMessage.of(message);
        if (dead.purged().isEmpty()) {
            metrics.addRefused(dead.origin());
        }
    }

    /** A message of {@code dcgan.job-states}. */
    void state(ConsumerRecord<byte[], byte[]> message) {
        if (message.value() == null) {
            if (message.key() != null) { // a topic without compaction accepts a record without key and value
                metrics.removeJob(text(message.key()));
            }
            return;
        }
        JobState state = Json.read(message.value(), JobState.class);
        metrics.update(state.jobId(), job -> job.with(state, time(message)));
    }

    /** A message of {@code dcgan.losses}. */
    void loss(ConsumerRecord<byte[], byte[]> message) {
        lossIfNew(message);
    }

    /** A message of {@code dcgan.losses}; empty if it is late or repeated. */
    Optional<LossRecorded> lossIfNew(ConsumerRecord<byte[], byte[]> message) {
        if (message.value() == null && message.key() != null) {
            metrics.updateIfKnown(text(message.key()), Job::withoutLoss);
            return Optional.empty();
        }
        LossRecorded loss = Json.read(message.value(), LossRecorded.class);
        boolean isNew = metrics.update(loss.jobId(), job -> job.with(loss, time(message)));
        return isNew ? Optional.of(loss) : Optional.empty();
    }

    /** A message of {@code dcgan.checkpoints}. */
    void checkpoint(ConsumerRecord<byte[], byte[]> message) {
        if (message.value() == null) { // a deleted one was complete before
            name(message).ifPresent(name -> metrics.updateIfKnown(name.jobId(), job -> job.withoutCheckpoint(name)));
            return;
        }
        CheckpointSaved checkpoint = Json.read(message.value(), CheckpointSaved.class);
        metrics.addCheckpoint(checkpoint.jobId() + "/" + checkpoint.epoch());
        metrics.update(checkpoint.jobId(), job -> job.with(checkpoint, time(message)));
    }

    /** A message of {@code dcgan.qualities}. */
    void quality(ConsumerRecord<byte[], byte[]> message) {
        if (message.value() == null) {
            name(message).ifPresent(name -> metrics.updateIfKnown(name.jobId(), job -> job.withoutQuality(name)));
            return;
        }
        QualityMeasured quality = Json.read(message.value(), QualityMeasured.class);
        metrics.update(quality.jobId(), job -> job.with(quality));
    }

    private static Optional<CheckpointName> name(ConsumerRecord<byte[], byte[]> message) {
        return Optional.ofNullable(message.key()).map(key -> CheckpointName.parse("key", text(key)));
    }

    private static Instant time(ConsumerRecord<byte[], byte[]> message) {
        return Instant.ofEpochMilli(message.timestamp());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
