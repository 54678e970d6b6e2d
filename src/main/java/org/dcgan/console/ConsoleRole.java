package org.dcgan.console;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.dcgan.message.Cancellation;
import org.dcgan.message.CheckpointName;
import org.dcgan.message.CheckpointSaved;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.JobState;
import org.dcgan.message.Json;
import org.dcgan.message.LossRecorded;
import org.dcgan.message.MessagePath;
import org.dcgan.message.QualityMeasured;
import org.dcgan.message.TrainingJob;
import org.dcgan.process.ServiceThreads;
import org.dcgan.store.StoreException;
import org.dcgan.topic.FollowerEndedException;
import org.dcgan.topic.JobMessage;
import org.dcgan.topic.Outage;
import org.dcgan.topic.SkippedMessages;
import org.dcgan.topic.Topic;
import org.dcgan.topic.TopicFollower;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Fills the job index from the topics and the store, if this process is a console, and keeps it up to date. */
@Singleton
final class ConsoleRole {
    private static final Logger LOG = Logger.getLogger(ConsoleRole.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final boolean played;
    private final Provider<Map<String, Object>> kafka;
    private final JobIndex index;
    private final KnownCheckpoints checkpoints;
    private final StoredRuns stored;
    private final TopicFollower follower;
    private final ScheduledExecutorService thread;
    private long opened;
    private volatile boolean rebuilt;
    private volatile String obstacle;

    @Inject
    ConsoleRole(
            @ConfigProperty(name = "dcgan.role.console") boolean played,
            @Identifier("default-kafka-broker") Provider<Map<String, Object>> kafka,
            JobIndex index,
            KnownCheckpoints checkpoints,
            StoredRuns stored,
            ServiceThreads threads,
            SkippedMessages skipped) {
        this.played = played;
        this.kafka = kafka;
        this.index = index;
        this.checkpoints = checkpoints;
        this.stored = stored;
        this.follower = new TopicFollower(
                "console",
                threads,
                skipped,
                Map.of(
                        Topic.JOBS, this::noteJob,
                        Topic.DEAD_JOBS, this::noteDeadJob,
                        Topic.CANCELLATIONS, this::noteCancellation,
                        Topic.JOB_STATES, this::noteState,
                        Topic.LOSSES, this::noteLoss,
                        Topic.CHECKPOINTS, this::noteCheckpoint,
                        Topic.QUALITIES, this::noteQuality));
        this.thread = threads.executor("console-clock");
    }

    void start(@Observes StartupEvent event) {
        if (played) {
            opened = System.nanoTime();
            follower.open(kafka.get());
            thread.execute(this::rebuild);
        }
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        thread.shutdownNow();
        if (played) {
            follower.close();
        }
    }

    /** Whether the index contains everything that was published before the start. */
    boolean isRebuilt() {
        return rebuilt;
    }

    /** Why the last attempt to rebuild the index failed. */
    Optional<String> obstacle() {
        return Optional.ofNullable(obstacle);
    }

    /** The broker's outage, if it does not answer. */
    Optional<Outage> outage() {
        return played ? follower.outage() : Optional.empty();
    }

    /**
     * Waits until everything published before this call is in the index.
     *
     * @throws KafkaException if the broker does not answer
     */
    void catchUp() {
        try {
            follower.caughtUp().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("cannot read the topics", e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private void rebuild() {
        try {
            follower.caughtUp().get();
            stored.findOthers(index);
            rebuilt = true;
            LOG.infof(
                    "the console knows of %d jobs, after %d ms",
                    index.size(), (System.nanoTime() - opened) / 1_000_000);
        } catch (ExecutionException | StoreException e) {
            noteObstacle(outage().map(Outage::reason).orElse(e.getMessage()));
            if (!(e.getCause() instanceof FollowerEndedException)) {
                tryAgain();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the process ends
        }
    }

    /** Logs why the index cannot be rebuilt, once per reason. */
    private void noteObstacle(String now) {
        if (!now.equals(obstacle)) {
            LOG.warnf("the console cannot read the topics yet: %s", now);
        }
        obstacle = now;
    }

    private void tryAgain() {
        try {
            thread.schedule(this::rebuild, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("the process ends before the index was rebuilt");
        }
    }

    private void noteJob(ConsumerRecord<byte[], byte[]> message) {
        JobMessage asked = JobMessage.of(message);
        if (asked.purged().isPresent()) {
            index.purged(Topic.JOBS, asked.purged().get(), message.offset());
            return;
        }
        try {
            index.submitted(asked.path(), asked.job(unknown -> {}), Instant.ofEpochMilli(message.timestamp()));
        } catch (InvalidMessageException e) {
            LOG.debugf("%s is not a valid job: a trainer will refuse it", asked.path());
        }
    }

    private void noteDeadJob(ConsumerRecord<byte[], byte[]> message) {
        JobMessage dead = JobMessage.of(message);
        if (dead.purged().isPresent()) {
            index.purged(Topic.DEAD_JOBS, dead.purged().get(), message.offset());
            return;
        }
        Optional<String> reason = JobMessage.header(message, "reason");
        if (reason.isPresent() && TrainingJob.isName(id(dead))) {
            index.refused(
                    MessagePath.before(dead.path()), id(dead), reason.get(), Instant.ofEpochMilli(message.timestamp()));
        }
    }

    private static String id(JobMessage dead) {
        try {
            return dead.job(unknown -> {}).id();
        } catch (InvalidMessageException e) {
            return dead.fallbackId();
        }
    }

    private void noteCancellation(ConsumerRecord<byte[], byte[]> message) {
        if (isPurged(Topic.CANCELLATIONS, message)) {
            return;
        }
        index.cancelled(Json.read(message.value(), Cancellation.class).jobId());
    }

    private void noteState(ConsumerRecord<byte[], byte[]> message) {
        if (isPurged(Topic.JOB_STATES, message)) {
            return;
        }
        JobState state = Json.read(message.value(), JobState.class);
        if (rebuilt && state.state().isTerminal()) {
            noteEnd(state, message.offset());
        } else {
            index.noted(state, message.offset());
        }
    }

    /** Adds a job's last losses before its end, although they are in another topic. */
    private void noteEnd(JobState state, long offset) {
        follower.caughtUp().whenComplete((done, failure) -> {
            if (failure == null) {
                index.noted(state, offset);
            } else if (!(failure instanceof FollowerEndedException)) {
                noteEnd(state, offset);
            }
        });
    }

    private void noteLoss(ConsumerRecord<byte[], byte[]> message) {
        if (!isPurged(Topic.LOSSES, message)) {
            index.noted(Json.read(message.value(), LossRecorded.class), message.offset());
        }
    }

    private void noteCheckpoint(ConsumerRecord<byte[], byte[]> message) {
        if (message.key() == null) {
            return;
        }
        CheckpointName name = CheckpointName.parse("key", key(message));
        index.changed(name.jobId());
        if (message.value() == null) {
            checkpoints.deleted(name.toString());
        } else {
            checkpoints.note(name.toString(), Json.read(message.value(), CheckpointSaved.class));
        }
    }

    /** Whether a record says that earlier records about a job no longer count; if so, removes them from the index. */
    private boolean isPurged(Topic topic, ConsumerRecord<byte[], byte[]> message) {
        boolean isPurged = message.value() == null && message.key() != null;
        if (isPurged) {
            index.purged(topic, key(message), message.offset());
        }
        return isPurged;
    }

    private static String key(ConsumerRecord<byte[], byte[]> message) {
        return new String(message.key(), StandardCharsets.UTF_8);
    }

    private void noteQuality(ConsumerRecord<byte[], byte[]> message) {
        if (message.value() != null) {
            index.noted(Json.read(message.value(), QualityMeasured.class));
        } else if (message.key() != null) {
            index.purgedQuality(CheckpointName.parse("key", key(message)));
        }
    }
}
