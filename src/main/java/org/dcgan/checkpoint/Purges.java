package org.dcgan.checkpoint;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.dcgan.message.Json;
import org.dcgan.message.PurgeRequested;
import org.dcgan.store.ObjectEntry;
import org.dcgan.store.ObjectStore;

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

    /** The runs that are being deleted. */
    public Set<String> jobs() {
        return store.list(FOLDER)
                .map(object -> object.key().substring(FOLDER.length()))
                .filter(name -> name.endsWith(ENDING))
                .map(name -> name.substring(0, name.length() - ENDING.length()))
                .collect(Collectors.toSet());
    }

    /** All keys of a run, those first that make it look whole. */
    public List<String> objects(String jobId) {
        return store.list(new JobObjects(jobId).prefix())
                .map(ObjectEntry::key)
                .sorted(Comparator.comparing(key -> !key.endsWith("/" + StoredCheckpoint.MANIFEST)))
                .toList();
    }

    /** Nothing is left of a run. */
    public void done(String jobId) {
        store.delete(key(jobId));
    }

    private static String key(String jobId) {
        return FOLDER + jobId + ENDING;
    }
}
