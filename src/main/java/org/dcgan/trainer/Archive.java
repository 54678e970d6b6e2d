package org.dcgan.trainer;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.dcgan.checkpoint.CheckpointPruning;
import org.dcgan.checkpoint.Checkpoints;
import org.dcgan.message.TrainingJob;
import org.dcgan.process.ServiceThreads;
import org.dcgan.retry.Retries;
import org.dcgan.store.ObjectStore;
import org.dcgan.topic.Publisher;
import org.dcgan.topic.Topic;
import org.dcgan.trainer.AttemptFiles.AttemptFile;

/** Where runs leave what they make, and the recorders that write to it. */
@Singleton
final class Archive {
    final ObjectStore store;
    final Checkpoints checkpoints;
    final Results results;
    final Publisher publisher;
    private final CheckpointPruning pruning;
    private final Datasets datasets;
    final Clock clock;
    final Retries retries;
    private final ServiceThreads threads;
    private final int backlog;

    @Inject
    Archive(
            ObjectStore store,
            Checkpoints checkpoints,
            Results results,
            Publisher publisher,
            CheckpointPruning pruning,
            Datasets datasets,
            Clock clock,
            Retries retries,
            ServiceThreads threads,
            TrainerConfig config) {
        this.store = store;
        this.checkpoints = checkpoints;
        this.results = results;
        this.publisher = publisher;
        this.pruning = pruning;
        this.datasets = datasets;
        this.clock = clock;
        this.retries = retries;
        this.threads = threads;
        this.backlog = config.backlog();
    }

    /** Deletes the checkpoints that a job no longer keeps, if it does not keep all. */
    void prune(TrainingJob job) {
        if (job.keepCheckpoints() != null) {
            pruning.prune(
                    job,
                    datasets.hasJudge(job.dataset()),
                    deleted -> publisher.delete(Topic.CHECKPOINTS, deleted.toString()));
        }
    }

    /** A recorder of an attempt at a job. */
    RunRecorder open(TrainingJob job, Attempt attempt, Lease lease, AttemptFile evidence) {
        return new RunRecorder(job, attempt, lease, evidence, this, new Backlog(backlog, retries, threads));
    }
}
