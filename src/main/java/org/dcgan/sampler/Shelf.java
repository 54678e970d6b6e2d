package org.dcgan.sampler;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Checkpoints that somebody asked for by name; of too many, the one that was not asked for the longest is put away. */
@Singleton
final class Shelf {
    private static final float LOAD_FACTOR = 0.75f;

    private final Loader loader;
    private final int size;
    private final Map<CheckpointName, LoadedCheckpoint> loaded = new LinkedHashMap<>(16, LOAD_FACTOR, true);

    @Inject
    Shelf(Loader loader, SamplerConfig config) {
        this.loader = loader;
        this.size = config.cache();
    }

    /** A checkpoint, loaded if it is not here. The caller closes it. */
    synchronized LoadedCheckpoint borrow(CheckpointName name) {
        LoadedCheckpoint checkpoint = loaded.get(name);
        if (checkpoint == null) {
            checkpoint = loader.load(name);
            loaded.put(name, checkpoint);
        }
        LoadedCheckpoint borrowed = checkpoint.borrow();
        putAway(size);
        return borrowed;
    }

    @PreDestroy
    synchronized void close() {
        putAway(0);
    }

    private void putAway(int most) {
        Iterator<LoadedCheckpoint> longestUnused = loaded.values().iterator();
        while (loaded.size() > most) {
            longestUnused.next().close();
            longestUnused.remove();
        }
    }
}
