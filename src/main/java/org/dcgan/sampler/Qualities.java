package org.dcgan.sampler;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.dcgan.checkpoint.StoredQualities;
import org.dcgan.message.CheckpointName;
import org.dcgan.message.QualityMeasured;

/** Reads the qualities of judged checkpoints. Each is read from the store once, and again after it was judged again. */
@Singleton
final class Qualities {
    private final StoredQualities stored;
    private final Map<CheckpointName, Known> known = new ConcurrentHashMap<>();

    /** A stored quality and its tag. */
    private record Known(String tag, QualityMeasured quality) {}

    @Inject
    Qualities(StoredQualities stored) {
        this.stored = stored;
    }

    /** The qualities of a job's judged checkpoints, by epoch. */
    Map<Integer, QualityMeasured> of(String jobId) {
        Map<Integer, QualityMeasured> qualities = new HashMap<>();
        stored.tags(jobId).forEach((epoch, tag) -> {
            CheckpointName name = new CheckpointName(jobId, epoch);
            Known judged = known.get(name);
            if (judged == null || !judged.tag().equals(tag)) {
                judged = read(name, tag); // without a lock: other threads may read it too
            }
            if (judged != null) {
                known.put(name, judged);
                qualities.put(epoch, judged.quality());
            }
        });
        return qualities;
    }

    private Known read(CheckpointName name, String tag) {
        return stored.find(name.jobId(), name.epoch())
                .map(quality -> new Known(tag, quality))
                .orElse(null);
    }
}
