package org.dcgan.sampler;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.dcgan.message.CheckpointName;

/** Caches checkpoints that were requested by name; evicts the least recently used one if there are too many. */
@Singleton
final class CheckpointCache {
    private static final float LOAD_FACTOR = 0.75f;

    private final Loader loader;
    private final int size;
    private final Map<CheckpointName, LoadedCheckpoint> loaded = new LinkedHashMap<>(16, LOAD_FACTOR, true);
    private final Map<CheckpointName, CompletableFuture<Void>> loading = new HashMap<>();

    @Inject
    CheckpointCache(Loader loader, SamplerConfig config) {
        this.loader = loader;
        this.size = config.cache();
    }

    /**
     * A checkpoint, loaded if it is not cached. The caller closes it. Only requests for the same checkpoint wait while it is loaded.
     */
    LoadedCheckpoint borrow(CheckpointName name) {
        while (true) {
            CompletableFuture<Void> ours = new CompletableFuture<>();
            CompletableFuture<Void> others;
            synchronized (this) {
                LoadedCheckpoint here = loaded.get(name);
                if (here != null) {
                    return here.borrow();
                }
                others = loading.putIfAbsent(name, ours);
            }
            if (others == null) {
                return load(name, ours);
            }
            await(others); // then check again: it may have been evicted already
        }
    }

    /** Evicts the checkpoint of a name, if it is cached; current readers keep it. */
    synchronized void forget(CheckpointName name) {
        LoadedCheckpoint old = loaded.remove(name);
        if (old != null) {
            old.close();
        }
    }

    private LoadedCheckpoint load(CheckpointName name, CompletableFuture<Void> done) {
        try {
            LoadedCheckpoint checkpoint = loader.load(name);
            synchronized (this) {
                loading.remove(name);
                loaded.put(name, checkpoint);
                LoadedCheckpoint borrowed = checkpoint.borrow();
                putAway(size);
                done.complete(null);
                return borrowed;
            }
        } catch (RuntimeException | Error e) {
            synchronized (this) {
                loading.remove(name);
            }
            done.completeExceptionally(e);
            throw e;
        }
    }

    private static void await(CompletableFuture<Void> others) {
        try {
            others.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
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
