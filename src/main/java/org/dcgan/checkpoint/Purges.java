package org.dcgan.checkpoint;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.dcgan.message.Json;
import org.dcgan.message.PurgeRequested;
import org.dcgan.message.TrainingJob;
import org.dcgan.store.ObjectEntry;
import org.dcgan.store.ObjectStore;
import org.dcgan.store.TaggedBytes;

/**
 * The runs that are to be deleted, each kept as {@code purges/ID.json} until nothing of it is left. From when that is stored the run's
 * checkpoints are listed and started from no more, whoever deletes what.
 */
@Singleton
public final class Purges {
    private static final String FOLDER = "purges/";
    private static final String ENDING = ".json";

    private final ObjectStore store;
    private final JsonObjects json;

    /** @param store where they lie */
    @Inject
    public Purges(ObjectStore store) {
        this.store = store;
        this.json = new JsonObjects(store);
    }

    /** Asks for a run to be deleted; who asked first stays. */
    public void request(PurgeRequested purge) {
        store.putIfUnchanged(key(purge.jobId()), Optional.empty(), Json.write(purge), JsonObjects.CONTENT_TYPE);
    }

    /** The request that a run be deleted, if it is being deleted. */
    public Optional<PurgeRequested> find(String jobId) {
        return json.read(key(jobId), PurgeRequested.class);
    }

    /**
     * Claims the deletion of a run for a process, so that only one deletes it; to be repeated until it is done. A store that knows no
     * conditions lets several claim it, which does no harm until the id is used again.
     *
     * @return false if another has claimed it, or nobody asks for it any more
     */
    public boolean claim(String jobId, String process, Instant now, Duration time) {
        Optional<TaggedBytes> before = store.getTagged(key(jobId));
        if (before.isEmpty()) {
            return false;
        }
        PurgeRequested purge = Json.read(before.get().bytes(), PurgeRequested.class);
        return purge.isFreeFor(process, now)
                && store.putIfUnchanged(
                        key(jobId),
                        Optional.of(before.get().etag()),
                        Json.write(purge.claimed(process, now, time)),
                        JsonObjects.CONTENT_TYPE);
    }

    /** The runs that are being deleted. */
    public Set<String> jobs() {
        return store.list(FOLDER)
                .map(object -> object.key().substring(FOLDER.length()))
                .filter(name -> name.endsWith(ENDING))
                .map(name -> name.substring(0, name.length() - ENDING.length()))
                .filter(TrainingJob::isName)
                .collect(Collectors.toSet());
    }

    /** The keys of all objects of a run. */
    public List<String> objects(String jobId) {
        return store.list(new JobObjects(jobId).prefix()).map(ObjectEntry::key).toList();
    }

    /** Whether an object makes its checkpoint look whole, so that it goes before the others. */
    public static boolean isManifest(String key) {
        return key.endsWith("/" + StoredCheckpoint.MANIFEST);
    }

    /** Nothing is left of a run. */
    public void done(String jobId) {
        store.delete(key(jobId));
    }

    private static String key(String jobId) {
        return FOLDER + jobId + ENDING;
    }
}
