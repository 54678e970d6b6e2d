package org.dcgan.checkpoint;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.dcgan.message.Json;
import org.dcgan.message.QualityMeasured;
import org.dcgan.store.ObjectStore;

/** The judged qualities of checkpoints, each stored as {@code quality.json} beside its checkpoint. */
@Singleton
public final class StoredQualities {
    private static final String QUALITY = "quality.json";

    private final ObjectStore store;
    private final JsonObjects objects;

    /** @param store where they lie */
    @Inject
    public StoredQualities(ObjectStore store) {
        this.store = store;
        this.objects = new JsonObjects(store);
    }

    /** Stores a quality, replacing an earlier one of the same checkpoint. */
    public void save(QualityMeasured quality) {
        store.put(key(quality.jobId(), quality.epoch()), Json.write(quality), JsonObjects.CONTENT_TYPE);
    }

    /** The quality of the checkpoint after an epoch, if it has been judged and can be read. */
    public Optional<QualityMeasured> find(String jobId, int epoch) {
        return objects.read(key(jobId, epoch), QualityMeasured.class);
    }

    /** The judged epochs of a job, each with a tag that changes whenever the result of {@link #find} may have changed. */
    public SortedMap<Integer, String> tags(String jobId) {
        return objects.ofEpochs(jobId, QUALITY);
    }

    /**
     * The best of some checkpoints of a job: the smallest Fréchet distance among those judged by the same judge as the last one.
     *
     * @param epochs of the checkpoints, ascending
     */
    public Optional<QualityMeasured> best(String jobId, List<Integer> epochs) {
        List<QualityMeasured> found =
                epochs.stream().flatMap(epoch -> find(jobId, epoch).stream()).toList();
        return found.stream()
                .filter(quality ->
                        quality.judge().equals(found.get(found.size() - 1).judge()))
                .min(Comparator.comparingDouble(quality -> quality.scores().frechetDistance()));
    }

    /** The checkpoint whose images were judged best, of all jobs of the data set that was judged last. */
    public Pointer best() {
        return new Pointer(store, "best.json");
    }

    /** The checkpoint whose images were judged best, of all jobs of a data set. */
    public Pointer best(String dataset) {
        return new Pointer(store, "datasets/" + dataset + "/best.json");
    }

    /** The existing pointers to the best checkpoints of data sets. */
    public List<Pointer> bestOfDatasets() {
        return store.folders("datasets/").stream()
                .map(folder -> new Pointer(store, folder + "best.json"))
                .toList();
    }

    private static String key(String jobId, int epoch) {
        return new JobObjects(jobId).epochCheckpoint(epoch) + QUALITY;
    }
}
