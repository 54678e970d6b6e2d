package org.dcgan.trainer;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.dcgan.checkpoint.CheckpointPruning;
import org.dcgan.message.TrainingJob;
import org.dcgan.topic.Publisher;
import org.dcgan.topic.Topic;

/** Deletes the checkpoints that a job no longer keeps, with their records. */
@Singleton
final class OldCheckpoints {
    private final CheckpointPruning pruning;
    private final Datasets datasets;
    private final Publisher publisher;

    @Inject
    OldCheckpoints(CheckpointPruning pruning, Datasets datasets, Publisher publisher) {
        this.pruning = pruning;
        this.datasets = datasets;
        this.publisher = publisher;
    }

    /** Does nothing for a job that keeps all checkpoints. */
    void prune(TrainingJob job) {
        if (job.keepCheckpoints() != null) {
            pruning.prune(
                    job,
                    datasets.hasJudge(job.dataset()),
                    deleted -> publisher.delete(Topic.CHECKPOINTS, deleted.toString()));
        }
    }
}
