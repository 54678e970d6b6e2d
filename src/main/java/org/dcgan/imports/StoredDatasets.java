package org.dcgan.imports;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.dcgan.checkpoint.AcceptedJobs;
import org.dcgan.checkpoint.Checkpoints;
import org.dcgan.dataset.Dataset;
import org.dcgan.imports.DatasetCard.FileCard;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.Json;
import org.dcgan.message.TrainingJob;
import org.dcgan.store.ObjectEntry;
import org.dcgan.store.ObjectStore;
import org.jboss.logging.Logger;

/**
 * The imported data sets in the bucket: the objects under {@code datasets/NAME/}, of which {@code dataset.json} is stored last and
 * removed first. One that a run has used stays as it is.
 */
@Singleton
public final class StoredDatasets {
    private static final Logger LOG = Logger.getLogger(StoredDatasets.class);

    private static final String ALL = "datasets/";
    private static final String CARD = "dataset.json";
    private static final String JSON = "application/json";

    private final ObjectStore store;
    private final Checkpoints checkpoints;
    private final AcceptedJobs accepted;

    /**
     * Data sets in a store.
     *
     * @param checkpoints used to find the runs
     * @param accepted used to find the runs' data sets
     */
    @Inject
    public StoredDatasets(ObjectStore store, Checkpoints checkpoints, AcceptedJobs accepted) {
        this.store = store;
        this.checkpoints = checkpoints;
        this.accepted = accepted;
    }

    /**
     * Rejects a name that a data set in the bucket must not have.
     *
     * @throws InvalidMessageException if it is invalid, or the name of a data set included in the program
     */
    public static void requireName(String name) {
        TrainingJob.requireName("name", name);
        if (Dataset.named(name).isPresent()) {
            throw new InvalidMessageException(
                    "name", name, "another one, because this data set is part of the program");
        }
    }

    /** The prefix of a data set's objects; ends in a slash. */
    public static String folder(String name) {
        return ALL + name + "/";
    }

    /** The key of a data set's preview. */
    public static String preview(String name) {
        return folder(name) + ImageFiles.PREVIEW;
    }

    /** All imported data sets, by name. */
    public List<DatasetCard> list() {
        return store.folders(ALL).stream()
                .flatMap(folder -> find(folder.substring(ALL.length(), folder.length() - 1)).stream())
                .toList();
    }

    /** A data set, if it was imported. */
    public Optional<DatasetCard> find(String name) {
        try {
            return store.get(folder(name) + CARD).map(json -> Json.read(json, DatasetCard.class));
        } catch (InvalidMessageException e) {
            LOG.warnf("%s%s skipped: %s", folder(name), CARD, e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Stores a data set. If the same one is there already, nothing is done; another one of this name is replaced, unless a run has
     * used it.
     *
     * @return whether it was stored
     * @throws InvalidMessageException if a run has used another one of this name
     */
    public boolean save(PreparedDataset dataset) {
        String name = dataset.card().name();
        if (find(name)
                .filter(known -> known.sha256().equals(dataset.card().sha256()))
                .isPresent()) {
            return false;
        }
        if (store.list(folder(name)).findAny().isPresent()) {
            List<String> runs = runs(name);
            if (!runs.isEmpty()) {
                throw new InvalidMessageException(
                        "name",
                        name,
                        "another one, because run %s has used a data set of this name with other images"
                                .formatted(runs.get(0)));
            }
            delete(name);
        }
        for (FileCard file : dataset.card().files()) {
            String type = file.name().endsWith(".png") ? "image/png" : "application/gzip";
            store.put(folder(name) + file.name(), dataset.folder().resolve(file.name()), type);
        }
        store.put(folder(name) + CARD, Json.write(dataset.card()), JSON);
        return true;
    }

    /** The ids of the runs in the store that learn from a data set, or have done so. */
    public List<String> runs(String name) {
        return checkpoints.jobs().stream().filter(id -> learnsFrom(id, name)).toList();
    }

    private boolean learnsFrom(String id, String name) {
        try {
            return accepted.find(id).filter(job -> job.dataset().equals(name)).isPresent();
        } catch (InvalidMessageException e) {
            LOG.warnf("job.json of %s skipped: %s", id, e.getMessage());
            return false;
        }
    }

    /** Removes a data set with its judge. */
    public void delete(String name) {
        store.delete(folder(name) + CARD);
        List<String> keys = store.list(folder(name)).map(ObjectEntry::key).toList();
        keys.forEach(store::delete);
    }
}
