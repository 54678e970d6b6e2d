package org.dcgan.checkpoint;

import java.util.Optional;
import java.util.function.Predicate;
import org.dcgan.message.CheckpointSaved;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.Json;
import org.dcgan.store.ObjectStat;
import org.dcgan.store.ObjectStore;
import org.dcgan.store.TaggedBytes;
import org.jboss.logging.Logger;

/** An object that names one checkpoint among those of all jobs. */
public final class Pointer {
    private static final Logger LOG = Logger.getLogger(Pointer.class);

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

    /** Names a checkpoint, replacing the one named before. */
    public void set(CheckpointSaved saved) {
        store.put(key, Json.write(saved), JsonObjects.CONTENT_TYPE);
    }

    /** Names a checkpoint, unless the named one was completed later. */
    public void setIfNewer(CheckpointSaved saved) {
        setIf(saved, saved::isNewerThan);
    }

    /**
     * Names a checkpoint if a condition on the named one holds, or if none is named or the object cannot be read. Concurrent calls
     * are serialised: each one checks what the previous one has named.
     */
    public void setIf(CheckpointSaved saved, Predicate<CheckpointSaved> replaces) {
        Optional<TaggedBytes> now = store.getTagged(key);
        while (now.flatMap(this::read).map(replaces::test).orElse(true) && !replace(now, saved)) {
            now = store.getTagged(key);
        }
    }

    private boolean replace(Optional<TaggedBytes> before, CheckpointSaved saved) {
        return store.putIfUnchanged(key, before.map(TaggedBytes::etag), Json.write(saved), JsonObjects.CONTENT_TYPE);
    }

    private Optional<CheckpointSaved> read(TaggedBytes json) {
        try {
            return Optional.of(Json.read(json.bytes(), CheckpointSaved.class));
        } catch (InvalidMessageException e) {
            LOG.warnf("%s is replaced: %s", key, e.getMessage());
            return Optional.empty();
        }
    }

    /** Deletes the pointer. */
    public void clear() {
        store.delete(key);
    }

    /** The named checkpoint, if there is one. */
    public Optional<CheckpointSaved> get() {
        return store.get(key).map(json -> Json.read(json, CheckpointSaved.class));
    }

    /** A tag that changes whenever the result of {@link #get} may have changed; empty if none is named. */
    public Optional<String> tag() {
        return store.stat(key).map(ObjectStat::etag);
    }
}
