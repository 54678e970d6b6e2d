package org.dcgan.console;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.dcgan.checkpoint.Checkpoints;
import org.dcgan.checkpoint.Pointer;
import org.dcgan.checkpoint.Purges;
import org.dcgan.checkpoint.StoredQualities;
import org.dcgan.message.Cancellation;
import org.dcgan.message.CheckpointSaved;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.QualityMeasured;
import org.dcgan.process.ServiceThreads;
import org.dcgan.store.ObjectStore;
import org.dcgan.store.StoreException;
import org.dcgan.topic.JobMessage;
import org.dcgan.topic.Publisher;
import org.dcgan.topic.Topic;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Deletes the runs that {@link Purges} names, if this process is a console. It looks for them every two seconds, so it also completes
 * deletions that another process began. Each step may be repeated:
 *
 * <ol>
 *   <li>A run that has not ended is cancelled; its deletion continues when it has ended. A run with a pinned checkpoint waits.
 *   <li>Its manifests are deleted, {@code latest.json} and {@code best.json} are set to the next checkpoint, and all other objects
 *       are deleted.
 *   <li>A record without a value is published to each topic: earlier records about this run no longer count. The one to {@code
 *       dcgan.job-states} is the last: from then on workers treat the id as new.
 *   <li>The request is deleted. Until then no job with this id is accepted.
 * </ol>
 */
@Singleton
final class RunDeletion {
    private static final Logger LOG = Logger.getLogger(RunDeletion.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    /** Must be longer than any single request to the store. */
    private static final Duration CLAIM = Duration.ofMinutes(1);

    private final boolean played;
    private final ConsoleRole role;
    private final JobIndex index;
    private final KnownCheckpoints known;
    private final Purges purges;
    private final Checkpoints checkpoints;
    private final StoredQualities qualities;
    private final ObjectStore store;
    private final Publisher publisher;
    private final Clock clock;
    private final ScheduledExecutorService thread;
    private final String process = UUID.randomUUID().toString();

    @Inject
    RunDeletion(
            @ConfigProperty(name = "dcgan.role.console") boolean played,
            ConsoleRole role,
            JobIndex index,
            KnownCheckpoints known,
            Purges purges,
            Checkpoints checkpoints,
            StoredQualities qualities,
            ObjectStore store,
            Publisher publisher,
            Clock clock,
            ServiceThreads threads) {
        this.played = played;
        this.role = role;
        this.index = index;
        this.known = known;
        this.purges = purges;
        this.checkpoints = checkpoints;
        this.qualities = qualities;
        this.store = store;
        this.publisher = publisher;
        this.clock = clock;
        this.thread = threads.executor("run-deletion");
    }

    void start(@Observes StartupEvent event) {
        if (played) {
            thread.scheduleWithFixedDelay(this::deleteAll, 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        thread.shutdownNow();
    }

    /** Looks for runs to delete now. */
    void lookNow() {
        try {
            thread.execute(this::deleteAll);
        } catch (RejectedExecutionException e) {
            LOG.debug("the process ends; another one continues");
        }
    }

    private void deleteAll() {
        if (!role.isRebuilt()) {
            return;
        }
        try {
            Set<String> jobs = purges.jobs();
            index.leaving(jobs);
            for (String jobId : jobs) {
                deleteOrReport(jobId, jobs);
            }
        } catch (RuntimeException e) { // an exception would end the thread
            LOG.warnf("runs are deleted later: %s", e.getMessage());
        }
    }

    private void deleteOrReport(String jobId, Set<String> leaving) {
        try {
            delete(jobId, leaving);
        } catch (StoreException | KafkaException e) {
            throw e;
        } catch (RuntimeException e) { // the other runs can still be deleted
            LOG.errorf(e, "run %s cannot be deleted", jobId);
        }
    }

    private void delete(String jobId, Set<String> leaving) {
        Optional<JobReport> report = index.report(jobId);
        if (isPinned(jobId)) {
            return;
        }
        if (report.isPresent() && !report.get().state().isTerminal()) {
            if (!report.get().cancelling()) {
                publisher.publish(Topic.CANCELLATIONS, jobId, new Cancellation(jobId, "deletion", clock.instant()));
            }
            return;
        }
        if (!holdsClaim(jobId)) {
            return;
        }
        int objects = 0;
        for (List<String> keys = purges.objects(jobId); !keys.isEmpty(); keys = purges.objects(jobId)) {
            store.deleteAll(keys.stream().filter(Purges::isManifest).toList());
            movePointers(jobId, leaving);
            if (!holdsClaim(jobId)) {
                return;
            }
            store.deleteAll(keys.stream().filter(key -> !Purges.isManifest(key)).toList());
            objects += keys.size();
        }
        movePointers(jobId, leaving);
        if (holdsClaim(jobId)) {
            publishTombstones(jobId);
            role.catchUp();
            purges.done(jobId);
            LOG.infof("run %s and its %d objects are deleted", jobId, objects);
        }
    }

    private boolean holdsClaim(String jobId) {
        return purges.claim(jobId, process, clock.instant(), CLAIM);
    }

    private boolean isPinned(String jobId) {
        return named(checkpoints.pinned()).filter(jobId::equals).isPresent();
    }

    private static Optional<String> named(Pointer pointer) {
        try {
            return pointer.get().map(CheckpointSaved::jobId);
        } catch (InvalidMessageException e) {
            LOG.warnf("%s cannot be read: %s", pointer.key(), e.getMessage());
            return Optional.empty();
        }
    }

    private void movePointers(String jobId, Set<String> leaving) {
        if (named(checkpoints.latest()).filter(jobId::equals).isPresent()) {
            move(checkpoints.latest(), jobId, newest(leaving));
        }
        if (named(qualities.best()).filter(jobId::equals).isPresent()) {
            move(qualities.best(), jobId, nextBest(jobId, leaving, false));
        }
        for (Pointer best : qualities.bestOfDatasets()) {
            if (named(best).filter(jobId::equals).isPresent()) {
                move(best, jobId, nextBest(jobId, leaving, true));
            }
        }
    }

    private static void move(Pointer pointer, String from, Optional<CheckpointSaved> next) {
        if (next.isPresent()) {
            pointer.setIf(next.get(), named -> named.jobId().equals(from));
        } else {
            pointer.clear();
        }
    }

    private Optional<CheckpointSaved> newest(Collection<String> leaving) {
        return known.newestFirst().stream()
                .filter(saved -> !leaving.contains(saved.jobId()))
                .filter(saved -> checkpoints.exists(saved.jobId(), saved.epoch()))
                .findFirst();
    }

    /**
     * The best checkpoint of other runs. Scores of different judges do not compare, so one that was judged by the same judge is
     * preferred.
     *
     * @param isSameJudge whether to consider only checkpoints judged by the same judge
     */
    private Optional<CheckpointSaved> nextBest(String jobId, Collection<String> leaving, boolean isSameJudge) {
        List<QualityMeasured> all = index.qualities();
        Optional<String> judge = all.stream()
                .filter(quality -> quality.jobId().equals(jobId))
                .map(QualityMeasured::judge)
                .findFirst();
        Predicate<QualityMeasured> isBySameJudge =
                quality -> judge.filter(quality.judge()::equals).isPresent();
        Comparator<QualityMeasured> order = Comparator.comparing(
                        (QualityMeasured quality) -> !isBySameJudge.test(quality))
                .thenComparing(quality -> quality.scores().frechetDistance());
        return all.stream()
                .filter(quality -> !leaving.contains(quality.jobId()))
                .filter(quality -> !isSameJudge || isBySameJudge.test(quality))
                .sorted(order)
                .flatMap(quality -> readable(quality).stream())
                .findFirst();
    }

    private Optional<CheckpointSaved> readable(QualityMeasured quality) {
        try {
            return checkpoints.find(quality.jobId(), quality.epoch());
        } catch (InvalidMessageException e) {
            LOG.warnf("checkpoint %s/%d is skipped: %s", quality.jobId(), quality.epoch(), e.getMessage());
            return Optional.empty();
        }
    }

    private void publishTombstones(String jobId) {
        for (Topic topic : List.of(Topic.CANCELLATIONS, Topic.CRASHES, Topic.LOSSES)) {
            publisher.delete(topic, jobId);
        }
        SortedSet<Integer> epochs = new TreeSet<>();
        known.of(jobId).forEach(saved -> epochs.add(saved.epoch()));
        index.qualities(jobId).forEach(quality -> epochs.add(quality.epoch()));
        for (int epoch : epochs) {
            publisher.delete(Topic.CHECKPOINTS, jobId + "/" + epoch);
            publisher.delete(Topic.QUALITIES, jobId + "/" + epoch);
        }
        Stream.of(Topic.DEAD_JOBS, Topic.JOBS).forEach(topic -> publisher.delete(topic, JobMessage.purgeKey(jobId)));
        publisher.delete(Topic.JOB_STATES, jobId);
    }
}
