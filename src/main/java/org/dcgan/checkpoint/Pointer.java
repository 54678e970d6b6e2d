package org.dcgan.checkpoint;

import java.util.Optional;
import org.dcgan.message.CheckpointSaved;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.Json;
import org.dcgan.store.ObjectStat;
import org.dcgan.store.ObjectStore;

/** An object that names one checkpoint among those of all jobs. */
public final class Pointer {
    private final ObjectStore store;
    private final String key;

    Pointer(ObjectStore store, String key) {
        this.store = store;
        this.key = key;
    }

    /** The object's key. */
    public String key() {
        return key;
    }

    /** Names a checkpoint, in place of the one that was named. */
    public void set(CheckpointSaved saved) {
        store.put(key, Json.write(saved), JsonObjects.CONTENT_TYPE);
    }

    /**
     * Names a checkpoint, unless one that was complete later is named: a worker that was held up must not have an older one served
     * after the next start than before.
     */
    public void advance(CheckpointSaved saved) {
        if (named().filter(other -> isLater(other, saved)).isEmpty()) {
            set(saved);
        }
    }

    /** Names none. */
    public void clear() {
        store.delete(key);
    }

    /** The checkpoint that is named, if one is. */
    public Optional<CheckpointSaved> get() {
        return store.get(key).map(json -> Json.read(json, CheckpointSaved.class));
    }

    /** Changes whenever {@link #get} may have changed; empty where none is named. */
    public Optional<String> tag() {
        return store.stat(key).map(ObjectStat::etag);
    }

    private Optional<CheckpointSaved> named() {
        try {
            return get();
        } catch (InvalidMessageException e) {
            return Optional.empty(); // nothing can be served by it
        }
    }

    private static boolean isLater(CheckpointSaved one, CheckpointSaved other) {
        return one.at() != null && other.at() != null && one.at().isAfter(other.at());
    }
}
