package org.dcgan.console;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.dcgan.checkpoint.StoredQualities;
import org.dcgan.message.QualityMeasured;

/** Finds the qualities of a job's checkpoints by epoch: from the topic, or from the store if the topic has none. */
@Singleton
final class QualityHistory {
    private final JobIndex index;
    private final StoredQualities stored;

    @Inject
    QualityHistory(JobIndex index, StoredQualities stored) {
        this.index = index;
        this.stored = stored;
    }

    /** The qualities of a known job's judged checkpoints. */
    List<QualityMeasured> of(String jobId) {
        List<QualityMeasured> told = index.qualities(jobId);
        return told.isEmpty() ? kept(jobId) : told;
    }

    private List<QualityMeasured> kept(String jobId) {
        return stored.tags(jobId).keySet().stream()
                .map(epoch -> stored.find(jobId, epoch))
                .flatMap(Optional::stream)
                .toList();
    }
}
