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
 * The requests to delete runs, each stored as {@code purges/ID.json} until the run is deleted completely. From then on the run's
 * checkpoints are no longer listed, and no job can start from them.
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

    /** Requests the deletion of a run; an earlier request stays. */
    public void request(PurgeRequested purge) {
        store.putIfUnchanged(key(purge.jobId()), Optional.empty(), Json.write(purge), JsonObjects.CONTENT_TYPE);
    }

    /** The request that a run be deleted, if it is being deleted. */
    public Optional<PurgeRequested> find(String jobId) {
        return json.read(key(jobId), PurgeRequested.class);
    }

    /**
     * Claims the deletion of a run for a process, so that only one process deletes it; must be repeated until it is done. With a
     * store without conditional writes several may claim it, which is harmless until the id is used again.
     *
     * @return false if another process has claimed it, or the request is gone
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

    /** Whether an object makes its checkpoint look complete, so that it is deleted before the others. */
    public static boolean isManifest(String key) {
        return key.endsWith("/" + StoredCheckpoint.MANIFEST);
    }

    /** Removes the request, because the run is deleted completely. */
    public void done(String jobId) {
        store.delete(key(jobId));
    }

    private static String key(String jobId) {
        return FOLDER + jobId + ENDING;
    }
}
