package org.dcgan.console;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.dcgan.checkpoint.CheckpointPruning;
import org.dcgan.message.JobState.State;
import org.dcgan.message.TrainingJob;
import org.dcgan.process.ServiceThreads;
import org.dcgan.topic.Publisher;
import org.dcgan.topic.Topic;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Prunes the checkpoints of runs that have ended, if this process is a console: those that still waited for a judge, or for a job to
 * start from them, when their trainer pruned last, and those that a process that was killed had begun to delete.
 */
@Singleton
final class LatePruning {
    private static final Logger LOG = Logger.getLogger(LatePruning.class);
    private static final Duration PAUSE = Duration.ofMinutes(1);
    /** A run that seems to be pruned is looked at again after this: what a killed process left behind no topic tells of. */
    private static final Duration LOOKED_AT_AGAIN = Duration.ofHours(1);

    private final boolean played;
    private final ConsoleRole role;
    private final JobIndex index;
    private final KnownCheckpoints known;
    private final CheckpointPruning pruning;
    private final Publisher publisher;
    private final ScheduledExecutorService thread;
    private final Cache<String, Boolean> lookedAt =
            CacheBuilder.newBuilder().expireAfterWrite(LOOKED_AT_AGAIN).build();

    @Inject
    LatePruning(
            @ConfigProperty(name = "dcgan.role.console") boolean played,
            ConsoleRole role,
            JobIndex index,
            KnownCheckpoints known,
            CheckpointPruning pruning,
            Publisher publisher,
            ServiceThreads threads) {
        this.played = played;
        this.role = role;
        this.index = index;
        this.known = known;
        this.pruning = pruning;
        this.publisher = publisher;
        this.thread = threads.executor("late-pruning");
    }

    void start(@Observes StartupEvent event) {
        if (played) {
            thread.scheduleWithFixedDelay(this::pruneAll, PAUSE.toMillis(), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        thread.shutdownNow();
    }

    /** Prunes each run that keeps too many, and once an hour the others. */
    void pruneAll() {
        if (!role.isRebuilt()) {
            return;
        }
        try {
            index.reports(EnumSet.of(State.SUCCEEDED, State.FAILED, State.CANCELLED)).stream()
                    .map(JobReport::job)
                    .filter(job -> job != null && isToBePruned(job))
                    .forEach(this::prune);
        } catch (RuntimeException e) { // retried the next time
            LOG.warnf("checkpoints of ended runs are pruned later: %s", e.getMessage());
        }
    }

    private boolean isToBePruned(TrainingJob job) {
        return job.keepCheckpoints() != null
                && (lookedAt.getIfPresent(job.id()) == null
                        || known.of(job.id()).size() > job.keepCheckpoints());
    }

    /** Assumes that the data set has a judge: without one, the checkpoints wait no longer than with a judge that is not running. */
    private void prune(TrainingJob job) {
        pruning.prune(job, true, deleted -> publisher.delete(Topic.CHECKPOINTS, deleted.toString()));
        lookedAt.put(job.id(), true);
    }
}
