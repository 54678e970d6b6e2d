package org.dcgan.checkpoint;

import com.google.common.collect.Iterators;
import com.google.common.collect.Streams;
import com.google.common.hash.Hashing;
import com.google.common.hash.HashingOutputStream;
import com.google.common.io.CountingOutputStream;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.dcgan.gan.GanState;
import org.dcgan.gan.Tensor;
import org.dcgan.message.CheckpointSaved;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.Json;
import org.dcgan.store.ObjectEntry;
import org.dcgan.store.ObjectStat;
import org.dcgan.store.ObjectStore;
import org.dcgan.store.StoreException;
import org.jboss.logging.Logger;

/**
 * Checkpoints in the object store.
 *
 * <p>A manifest is written after the objects it names, and {@code latest.json} after the manifest, so a reader never sees an
 * incomplete checkpoint. Everything read is checked against the manifest's SHA-256.
 */
@Singleton
public final class Checkpoints {
    private static final Logger LOG = Logger.getLogger(Checkpoints.class);

    private static final String BINARY = "application/octet-stream";

    private final ObjectStore store;
    private final JsonObjects json;
    private final LossParts lossParts;
    private final Clock clock;

    /**
     * Gives access to the checkpoints of a store.
     *
     * @param store where they lie
     * @param clock gives the time at which a checkpoint is complete
     */
    @Inject
    public Checkpoints(ObjectStore store, Clock clock) {
        this.store = store;
        this.json = new JsonObjects(store);
        this.lossParts = new LossParts(store);
        this.clock = clock;
    }

    /** Writes the checkpoint after an epoch. To serve it, make {@link #latest} name it. */
    public CheckpointSaved saveEpoch(JobObjects job, Checkpoint checkpoint) {
        return save(job, job.epochCheckpoint(checkpoint.epoch()), checkpoint);
    }

    /** Writes a checkpoint within an epoch, from which its job resumes until a newer one is complete. */
    public void saveStep(JobObjects job, Checkpoint checkpoint) {
        save(job, job.stepCheckpoint(checkpoint.step()), checkpoint);
    }

    /** Asks the store for the newest checkpoint, to test it; returns the reason if the store does not answer. */
    public Optional<String> outage() {
        try {
            latest().tag();
            return Optional.empty();
        } catch (StoreException e) {
            return Optional.of(e.getMessage());
        }
    }

    /** The newest complete checkpoint of all jobs. */
    public Pointer latest() {
        return new Pointer(store, "latest.json");
    }

    /** The pinned checkpoint, which all samplers serve even if there are newer or better ones; empty if none is pinned. */
    public Pointer pinned() {
        return new Pointer(store, "pinned.json");
    }

    /** The checkpoint after an epoch, if it is complete: since its manifest was stored. */
    public Optional<CheckpointSaved> find(String jobId, int epoch) {
        String key = new JobObjects(jobId).epochCheckpoint(epoch) + StoredCheckpoint.MANIFEST;
        Optional<Instant> at = store.stat(key).map(ObjectStat::storedAt);
        return store.get(key).map(bytes -> {
            Manifest manifest = Json.read(bytes, Manifest.class);
            return saved(manifest, key, identity(manifest, bytes), at.orElse(null));
        });
    }

    /** Reads a manifest. */
    static Manifest manifest(String key, byte[] json) {
        try {
            return Json.read(json, Manifest.class);
        } catch (InvalidMessageException e) {
            throw new DamagedCheckpointException(key + " has other bytes than was announced: " + e.getMessage());
        }
    }

    /** The identity of a checkpoint: the SHA-256 of its manifest as announced. */
    private static String identity(Manifest manifest, byte[] bytes) {
        return manifest.original() == null ? StoredCheckpoint.sha256(bytes) : manifest.original();
    }

    /** Whether the checkpoint after an epoch has a manifest, which may be damaged. */
    public boolean exists(String jobId, int epoch) {
        return store.stat(new JobObjects(jobId).epochCheckpoint(epoch) + StoredCheckpoint.MANIFEST)
                .isPresent();
    }

    /** The jobs that have objects, by their names. */
    public List<String> jobs() {
        return store.folders(JobObjects.ALL).stream()
                .map(folder -> folder.substring(JobObjects.ALL.length(), folder.length() - 1))
                .toList();
    }

    /** The epochs after which a job has a complete checkpoint, ascending. */
    public List<Integer> epochs(String jobId) {
        return List.copyOf(json.ofEpochs(jobId, StoredCheckpoint.MANIFEST).keySet());
    }

    /**
     * Reads the two networks of a checkpoint.
     *
     * @throws DamagedCheckpointException if an object of it is missing or damaged
     */
    public Networks networks(CheckpointSaved saved) {
        byte[] manifest = store.get(saved.manifest())
                .orElseThrow(() -> new DamagedCheckpointException(saved.manifest() + " is missing"));
        Manifest read = manifest(saved.manifest(), manifest);
        if (!saved.sha256().equals(identity(read, manifest))) {
            throw new DamagedCheckpointException(saved.manifest() + " has other bytes than was announced");
        }
        return stored(saved.manifest(), read).networks();
    }

    /**
     * The newest undamaged checkpoint of a job; damaged ones are skipped with a warning. A checkpoint that is removed while it is
     * read has been replaced by a newer one.
     */
    public Optional<Checkpoint> newest(JobObjects job) {
        Set<StoredCheckpoint> damaged = new HashSet<>();
        while (true) {
            Optional<StoredCheckpoint> newest =
                    newestFirst(job).filter(stored -> !damaged.contains(stored)).findFirst();
            try {
                return newest.map(StoredCheckpoint::read);
            } catch (DamagedCheckpointException e) {
                LOG.warnf("checkpoint skipped: %s", e.getMessage());
                damaged.add(newest.get());
            }
        }
    }

    /**
     * Sorted by step, newest first. Checkpoints after epochs are read only as far as the stream is consumed, so that the cost of
     * finding the newest does not grow with the run.
     */
    private Stream<StoredCheckpoint> newestFirst(JobObjects job) {
        Comparator<StoredCheckpoint> order =
                Comparator.comparingLong(StoredCheckpoint::step).reversed();
        List<Integer> lastFirst = job.epochs(store.folders(job.checkpoints())).stream()
                .sorted(Comparator.reverseOrder())
                .toList(); // sorted() would read the whole stream
        Iterator<StoredCheckpoint> epochs = lastFirst.stream()
                .map(job::epochCheckpoint)
                .flatMap(directory -> read(directory + StoredCheckpoint.MANIFEST).stream())
                .iterator();
        Iterator<StoredCheckpoint> steps =
                stored(job.stepCheckpoints()).stream().sorted(order).iterator();
        return Streams.stream(Iterators.mergeSorted(List.of(epochs, steps), order));
    }

    /**
     * The losses recorded up to the newest checkpoint of a job; empty if it has no checkpoint.
     *
     * @throws DamagedCheckpointException if they are missing or damaged
     */
    public List<LossPoint> losses(JobObjects job) {
        return newestFirst(job)
                .findFirst()
                .map(newest -> losses(job, newest.losses()).toList())
                .orElse(List.of());
    }

    /**
     * All losses of a run, read lazily.
     *
     * @param newest those that its newest checkpoint contains
     * @return a stream that throws a {@link DamagedCheckpointException} if some are missing
     */
    public Stream<LossPoint> losses(JobObjects job, List<LossPoint> newest) {
        return lossParts.all(job, newest);
    }

    /** Removes the checkpoints within epochs that are older than a step. */
    public void removeStepsBefore(JobObjects job, long step) {
        stored(job.stepCheckpoints()).stream()
                .filter(stored -> stored.step() < step)
                .forEach(StoredCheckpoint::remove);
    }

    private CheckpointSaved save(JobObjects job, String directory, Checkpoint checkpoint) {
        GanState state = checkpoint.state();
        List<LossPoint> losses = lossParts.save(job, checkpoint.losses());
        List<Manifest.File> files = new ArrayList<>();
        files.add(put(directory, StoredCheckpoint.GENERATOR, state.generator()));
        if (!state.discriminator().isEmpty()) { // an imported generator may have no discriminator
            files.add(put(directory, StoredCheckpoint.DISCRIMINATOR, state.discriminator()));
            files.add(put(directory, StoredCheckpoint.OPTIMIZERS, state.optimizers()));
        }
        files.add(put(directory, StoredCheckpoint.LOSSES, Json.write(losses)));
        if (!state.averaged().isEmpty()) {
            files.add(put(directory, StoredCheckpoint.AVERAGED, state.averaged()));
        }
        Manifest manifest = new Manifest(job.jobId(), checkpoint.epoch(), checkpoint.step(), files, null);
        String sha256 =
                put(directory, StoredCheckpoint.MANIFEST, Json.write(manifest)).sha256();
        removeStepsBefore(job, checkpoint.step());
        return saved(manifest, directory + StoredCheckpoint.MANIFEST, sha256, clock.instant());
    }

    private static CheckpointSaved saved(Manifest manifest, String key, String sha256, Instant at) {
        return new CheckpointSaved(manifest.jobId(), manifest.epoch(), manifest.step(), key, sha256, at);
    }

    private Manifest.File put(String directory, String name, byte[] json) {
        store.put(directory + name, json, JsonObjects.CONTENT_TYPE);
        return new Manifest.File(name, json.length, StoredCheckpoint.sha256(json));
    }

    /** Streams the bytes: a checkpoint is tens of megabytes, and the store's client would copy them. */
    private Manifest.File put(String directory, String name, Map<String, Tensor> tensors) {
        AtomicReference<Manifest.File> stored = new AtomicReference<>();
        store.put(directory + name, BINARY, out -> {
            HashingOutputStream hashed = new HashingOutputStream(Hashing.sha256(), out);
            CountingOutputStream counted = new CountingOutputStream(hashed);
            Safetensors.write(tensors, counted);
            stored.set(new Manifest.File(name, counted.getCount(), hashed.hash().toString()));
        });
        return stored.get();
    }

    private List<StoredCheckpoint> stored(String prefix) {
        return store.list(prefix)
                .map(ObjectEntry::key)
                .filter(key -> key.endsWith("/" + StoredCheckpoint.MANIFEST))
                .flatMap(key -> read(key).stream())
                .toList();
    }

    private Optional<StoredCheckpoint> read(String manifestKey) {
        return json.read(manifestKey, Manifest.class).map(manifest -> stored(manifestKey, manifest));
    }

    private StoredCheckpoint stored(String manifestKey, Manifest manifest) {
        return new StoredCheckpoint(store, manifestKey.substring(0, manifestKey.lastIndexOf('/') + 1), manifest);
    }
}
