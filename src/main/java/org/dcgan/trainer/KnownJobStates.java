package org.dcgan.trainer;

import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.dcgan.message.Cancellation;
import org.dcgan.message.Crash;
import org.dcgan.message.JobState;
import org.dcgan.message.Json;
import org.dcgan.process.ServiceThreads;
import org.dcgan.topic.FollowerEndedException;
import org.dcgan.topic.JobMessage;
import org.dcgan.topic.Outage;
import org.dcgan.topic.SkippedMessages;
import org.dcgan.topic.Topic;
import org.dcgan.topic.TopicFollower;

/**
 * Knows of every job: its last state, the request to cancel it, the crashes of its workers, and its deletion.
 *
 * <p>Reads {@code dcgan.jobs}, {@code dcgan.job-states}, {@code dcgan.cancellations} and {@code dcgan.crashes} from the beginning,
 * and keeps following them.
 */
@Singleton
final class KnownJobStates {
    private final Provider<Map<String, Object>> kafka;
    private final Map<String, JobState> states = new ConcurrentHashMap<>();
    private final Map<String, Cancellation> cancellations = new ConcurrentHashMap<>();
    /** By job and key of the crash, because several workers may find the same evidence. */
    private final Map<String, Map<String, Crash>> crashes = new ConcurrentHashMap<>();

    /** By job: the position in {@code dcgan.jobs} of the first message that counts after the job's last deletion. */
    private final Map<String, Long> purgedBefore = new ConcurrentHashMap<>();

    private final TopicFollower follower;

    /**
     * Creates it; {@link #start} begins to read.
     *
     * @param kafka the broker's settings, asked when following begins
     * @param threads start the thread that reads
     * @param skipped receive the messages that cannot be read
     */
    @Inject
    KnownJobStates(
            @Identifier("default-kafka-broker") Provider<Map<String, Object>> kafka,
            ServiceThreads threads,
            SkippedMessages skipped) {
        this.kafka = kafka;
        this.follower = new TopicFollower(
                "job-states",
                threads,
                skipped,
                Map.of(
                        Topic.JOBS, this::notePurge,
                        Topic.JOB_STATES, this::noteState,
                        Topic.CANCELLATIONS, this::noteCancellation,
                        Topic.CRASHES, this::noteCrash));
    }

    /** Starts to follow the topics. */
    void open() {
        follower.open(kafka.get());
    }

    /** Stops following. */
    void close() throws InterruptedException {
        follower.close();
    }

    /**
     * Waits until everything published before this call is known.
     *
     * @throws KafkaException if the broker does not answer, or the calling thread is interrupted
     * @throws FollowerEndedException if reading has ended
     */
    void catchUp() {
        try {
            follower.caughtUp().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof FollowerEndedException ended) {
                throw ended;
            }
            throw new KafkaException("cannot read the states of jobs", e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** Since when the broker has not answered; empty while it answers. */
    Optional<String> outage() {
        return follower.outage().map(Outage::reason);
    }

    /** The last state of a job, if it has one. */
    Optional<JobState> state(String jobId) {
        return Optional.ofNullable(states.get(jobId));
    }

    /** The request to cancel a job, if there was one. */
    Optional<Cancellation> cancellation(String jobId) {
        return Optional.ofNullable(cancellations.get(jobId));
    }

    /** The crashes of workers that tried a job. */
    List<Crash> crashes(String jobId) {
        return List.copyOf(crashes.getOrDefault(jobId, Map.of()).values());
    }

    /** Whether a message is older than the deletion of its job, so that it no longer counts. */
    boolean isPurged(String jobId, JobMessage message) {
        long begin = purgedBefore.getOrDefault(jobId, 0L);
        return message.offset().stream().anyMatch(offset -> offset < begin);
    }

    private void notePurge(ConsumerRecord<byte[], byte[]> message) {
        JobMessage.of(message).purged().ifPresent(jobId -> purgedBefore.put(jobId, message.offset()));
    }

    private void noteState(ConsumerRecord<byte[], byte[]> message) {
        if (!isPurged(message, states)) {
            JobState state = Json.read(message.value(), JobState.class);
            states.merge(state.jobId(), state, JobState::then);
        }
    }

    private void noteCancellation(ConsumerRecord<byte[], byte[]> message) {
        if (isPurged(message, cancellations)) {
            return;
        }
        Cancellation cancellation = Json.read(message.value(), Cancellation.class);
        cancellations.put(cancellation.jobId(), cancellation);
    }

    private void noteCrash(ConsumerRecord<byte[], byte[]> message) {
        if (isPurged(message, crashes)) {
            return;
        }
        Crash crash = Json.read(message.value(), Crash.class);
        crashes.computeIfAbsent(crash.jobId(), id -> new ConcurrentHashMap<>()).put(crash.key(), crash);
    }

    /** Whether a record says that its job was deleted: earlier records no longer count, and the id may be used again. */
    private static boolean isPurged(ConsumerRecord<byte[], byte[]> message, Map<String, ?> known) {
        boolean isPurged = message.value() == null && message.key() != null;
        if (isPurged) {
            known.remove(new String(message.key(), StandardCharsets.UTF_8));
        }
        return isPurged;
    }
}
