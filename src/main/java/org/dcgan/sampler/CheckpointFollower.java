package org.dcgan.sampler;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.dcgan.checkpoint.Checkpoints;
import org.dcgan.checkpoint.Pointer;
import org.dcgan.checkpoint.StoredQualities;
import org.dcgan.device.ComputeDevice;
import org.dcgan.message.CheckpointName;
import org.dcgan.message.CheckpointSaved;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.Json;
import org.dcgan.process.ServiceThreads;
import org.dcgan.store.StoreException;
import org.dcgan.topic.SkippedMessages;
import org.dcgan.topic.Topic;
import org.dcgan.topic.TopicFollower;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Keeps the latest, the best or the pinned checkpoint served: at startup from the store's pointers, then on each event, and, in case
 * events are missed or the broker is unavailable, whenever a pointer has changed. A checkpoint that cannot be used is reported, and
 * the served one stays.
 */
@Singleton
final class CheckpointFollower {
    private static final Logger LOG = Logger.getLogger(CheckpointFollower.class);
    /** Pointers are the only objects that are overwritten, and not every store does that atomically. */
    private static final int READINGS = 3;

    private final boolean played;
    private final Provider<Map<String, Object>> kafka;
    private final SamplerConfig config;
    private final Checkpoints checkpoints;
    private final StoredQualities qualities;
    private final Loader loader;
    private final ServedCheckpoint served;
    private final CheckpointCache cache;
    private final FollowerReport report;
    private final ComputeDevice device;
    private final ServiceThreads threads;
    private final ScheduledExecutorService thread;
    private final TopicFollower events;
    private final AtomicReference<CheckpointSaved> announced = new AtomicReference<>();
    /** Tags of the pointers when they were last read; null before. */
    private String tag;

    private Optional<CheckpointSaved> pin = Optional.empty();

    @Inject
    CheckpointFollower(
            @ConfigProperty(name = "dcgan.role.sampler") boolean played,
            @Identifier("default-kafka-broker") Provider<Map<String, Object>> kafka,
            SamplerConfig config,
            Checkpoints checkpoints,
            StoredQualities qualities,
            Loader loader,
            ServedCheckpoint served,
            CheckpointCache cache,
            FollowerReport report,
            ComputeDevice device,
            ServiceThreads threads,
            SkippedMessages skipped) {
        this.played = played;
        this.kafka = kafka;
        this.config = config;
        this.checkpoints = checkpoints;
        this.qualities = qualities;
        this.loader = loader;
        this.served = served;
        this.cache = cache;
        this.report = report;
        this.device = device;
        this.threads = threads;
        this.thread = threads.executor("checkpoint-follower");
        this.events = events(skipped);
    }

    void start(@Observes StartupEvent event) {
        if (played) {
            LOG.infof("serving from %s", device.get());
            events.open(kafka.get());
            thread.scheduleWithFixedDelay(this::look, 0, config.poll().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        thread.shutdownNow();
        events.close();
    }

    private TopicFollower events(SkippedMessages skipped) {
        return TopicFollower.ofNews(
                "checkpoint-events",
                threads,
                skipped,
                config.follow().best()
                        ? Map.of(
                                Topic.CHECKPOINTS,
                                this::changed,
                                Topic.QUALITIES,
                                judged -> execute(this::look)) // the best checkpoint may have changed
                        : Map.of(Topic.CHECKPOINTS, this::announced));
    }

    /** If events come faster than checkpoints load, only the last one counts. */
    private void announced(ConsumerRecord<byte[], byte[]> event) {
        changed(event);
        if (event.value() == null) {
            return;
        }
        announced.set(Json.read(event.value(), CheckpointSaved.class));
        execute(() -> {
            CheckpointSaved newest = announced.getAndSet(null);
            if (newest != null) {
                attempt(() -> follow(newest));
            }
        });
    }

    /** A checkpoint of this name was deleted or replaced, so the loaded one is outdated. */
    private void changed(ConsumerRecord<byte[], byte[]> event) {
        if (event.key() == null) {
            return;
        }
        try {
            cache.forget(CheckpointName.parse("key", new String(event.key(), StandardCharsets.UTF_8)));
        } catch (InvalidMessageException e) {
            LOG.debugf("an event with an invalid checkpoint: %s", e.getMessage());
        }
        if (event.value() == null) {
            execute(this::look);
        }
    }

    private void execute(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("an event arrived after the follower's end");
        }
    }

    /** Reads the pointers and waits until their checkpoint is served. */
    void lookNow() {
        try {
            thread.submit(this::look).get();
        } catch (ExecutionException | CancellationException | RejectedExecutionException e) {
            throw new IllegalStateException(
                    "the pointers cannot be read: " + threads.failure().orElse("this process ends"), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        attempt(() -> {
            lookAtPin();
            lookAtFollowed();
            report.looked();
        });
    }

    private void attempt(Runnable look) {
        try {
            look.run();
        } catch (StoreException e) {
            report.storeAway(e);
        } catch (RuntimeException e) {
            LOG.error("the checkpoint to serve cannot be looked up", e); // an exception would end the polling
        }
    }

    private void lookAtPin() {
        Optional<CheckpointSaved> now = pinned();
        if (!now.equals(pin) && pin(now)) {
            pin = now;
        }
    }

    private boolean pin(Optional<CheckpointSaved> chosen) {
        if (chosen.isPresent()) {
            return use(chosen.get(), () -> served.pin(served.borrow(chosen.map(CheckpointName::of))));
        }
        served.unpin();
        return true;
    }

    private Optional<CheckpointSaved> pinned() {
        try {
            return checkpoints.pinned().get();
        } catch (InvalidMessageException e) {
            report.refused("pinned.json", e);
            return pin;
        }
    }

    private void lookAtFollowed() {
        Pointer best = config.follow().dataset().map(qualities::best).orElseGet(qualities::best);
        Optional<String> bestTag = config.follow().best() ? best.tag() : Optional.empty();
        if (bestTag.isPresent()) {
            lookAt(best, bestTag.get());
        } else {
            checkpoints
                    .latest()
                    .tag()
                    .ifPresentOrElse(latest -> lookAt(checkpoints.latest(), latest), this::serveNoneThatIsGone);
        }
    }

    private void serveNoneThatIsGone() {
        if (served.followed().filter(this::isGone).isPresent()) {
            served.unfollow();
        }
    }

    /** Whether a checkpoint was deleted, by pruning or with its run. */
    private boolean isGone(CheckpointSaved saved) {
        return !checkpoints.exists(saved.jobId(), saved.epoch());
    }

    private void lookAt(Pointer followed, String now) {
        if (now.equals(tag) || lookAgainUntilItHolds(followed)) {
            tag = now;
        }
    }

    private boolean lookAgainUntilItHolds(Pointer followed) {
        for (int readings = 0; readings < READINGS; readings++) {
            try {
                if (followed.get().map(this::follow).orElse(true)) {
                    return true;
                }
            } catch (InvalidMessageException e) {
                report.refused(followed.key(), e);
            }
        }
        return false;
    }

    /** Serves a checkpoint instead of the one followed so far, if it should be served; false if it cannot be used. */
    private boolean follow(CheckpointSaved saved) {
        if (served.followed().filter(old -> !replaces(saved, old)).isPresent()) {
            return true;
        }
        return use(saved, () -> served.follow(loader.load(saved)));
    }

    private boolean use(CheckpointSaved saved, Runnable serve) {
        try {
            serve.run();
            report.followed(saved);
            return true;
        } catch (StoreException e) {
            throw e; // that says nothing about the checkpoint
        } catch (RuntimeException e) { // other checkpoints can still be served
            if (isGone(saved)) {
                LOG.debugf("checkpoint %s/%d was deleted before it was loaded", saved.jobId(), saved.epoch());
                return false; // the pointer will name another one soon
            }
            report.refused(saved.jobId() + "/" + saved.epoch(), e);
            return false;
        }
    }

    /** The best checkpoint may be an older one. */
    private boolean replaces(CheckpointSaved saved, CheckpointSaved old) {
        return config.follow().best()
                ? !saved.equals(old)
                : saved.isNewerThan(old) || !saved.equals(old) && isGone(old);
    }
}
