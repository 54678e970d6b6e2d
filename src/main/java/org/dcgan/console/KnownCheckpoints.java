package org.dcgan.console;

import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.dcgan.message.CheckpointSaved;

/** The checkpoints announced in {@code dcgan.checkpoints}. */
@Singleton
final class KnownCheckpoints {
    private final Map<String, CheckpointSaved> byKey = new ConcurrentHashMap<>();

    void note(String key, CheckpointSaved saved) {
        byKey.put(key, saved);
    }

    void deleted(String key) {
        byKey.remove(key);
    }

    /** The checkpoints of a job. */
    List<CheckpointSaved> of(String jobId) {
        return byKey.values().stream()
                .filter(saved -> saved.jobId().equals(jobId))
                .toList();
    }

    /** All checkpoints, newest first. */
    List<CheckpointSaved> newestFirst() {
        Comparator<CheckpointSaved> byTime =
                Comparator.comparing(CheckpointSaved::at, Comparator.nullsFirst(Comparator.naturalOrder()));
        return byKey.values().stream().sorted(byTime.reversed()).toList();
    }
}
