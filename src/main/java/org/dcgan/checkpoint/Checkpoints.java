package org.dcgan.checkpoint;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.dcgan.gan.GanState;
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
 * <p>A manifest is written after the objects it names, and {@code latest.json} after the manifest: a reader never sees half a
 * checkpoint. What is read is held to the manifest's SHA-256.
 */
@Singleton
public final class Checkpoints {
    private static final Logger LOG = Logger.getLogger(Checkpoints.class);

    private static final String BINARY = "application/octet-stream";

    private final ObjectStore store;
    private final JsonObjects json;
    private final Clock clock;

    /**
     * Checkpoints of a store.
     *
     * @param store where they lie
     * @param clock tells when one was complete
     */
    @Inject
    public Checkpoints(ObjectStore store, Clock clock) {
        this.store = store;
        this.json = new JsonObjects(store);
        this.clock = clock;
    }

    /** Writes the checkpoint after an epoch; {@link #latest} names it when it is to be served. */
    public CheckpointSaved saveEpoch(JobObjects job, Checkpoint checkpoint) {
        return save(job, job.epochCheckpoint(checkpoint.epoch()), checkpoint);
    }

    /** Writes a checkpoint within an epoch: for its job to go on from, until a newer one is complete. */
    public void saveStep(JobObjects job, Checkpoint checkpoint) {
        save(job, job.stepCheckpoint(checkpoint.step()), checkpoint);
    }

    /** Asks the store for the newest checkpoint; the reason if it does not answer. */
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

    /** The checkpoint that every sampler serves, however many newer or better ones there are; none where they follow. */
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

    /** What a checkpoint is known by: the SHA-256 of its manifest, as it was announced. */
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

    /** The epochs after which a job has a complete checkpoint, in their order. */
    public List<Integer> epochs(String jobId) {
        return List.copyOf(json.ofEpochs(jobId, StoredCheckpoint.MANIFEST).keySet());
    }

    /**
     * Reads the two networks of a checkpoint.
     *
     * @throws DamagedCheckpointException if an object of it is missing, or has other bytes than was said
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
     * The newest checkpoint of a job that is whole; damaged ones are passed over with a warning. One that is removed while it is
     * read has been replaced by a newer one.
     */
    public Optional<Checkpoint> newest(JobObjects job) {
        List<StoredCheckpoint> newestFirst = newestFirst(job);
        for (int i = 0; i < newestFirst.size(); i++) {
            try {
                return Optional.of(newestFirst.get(i).read());
            } catch (DamagedCheckpointException e) {
                List<StoredCheckpoint> now = newestFirst(job);
                if (now.equals(newestFirst)) {
                    LOG.warnf("checkpoint passed over: %s", e.getMessage());
                } else {
                    newestFirst = now;
                    i = -1;
                }
            }
        }
        return Optional.empty();
    }

    private List<StoredCheckpoint> newestFirst(JobObjects job) {
        return stored(job.checkpoints()).stream()
                .sorted(Comparator.comparingLong(StoredCheckpoint::step).reversed())
                .toList();
    }

    /**
     * The losses recorded up to the newest checkpoint of a job; none where it has none.
     *
     * @throws DamagedCheckpointException if they are missing, or have other bytes than was said
     */
    public List<LossPoint> losses(JobObjects job) {
        return stored(job.checkpoints()).stream()
                .max(Comparator.comparingLong(StoredCheckpoint::step))
                .map(StoredCheckpoint::losses)
                .orElse(List.of());
    }

    /** Removes the checkpoints within epochs that are older than a step. */
    public void removeStepsBefore(JobObjects job, long step) {
        stored(job.stepCheckpoints()).stream()
                .filter(stored -> stored.step() < step)
                .forEach(StoredCheckpoint::remove);
    }

    private CheckpointSaved save(JobObjects job, String directory, Checkpoint checkpoint) {
        GanState state = checkpoint.state();
        List<Manifest.File> files = new ArrayList<>();
        files.add(put(directory, StoredCheckpoint.GENERATOR, Safetensors.write(state.generator()), BINARY));
        if (!state.discriminator().isEmpty()) { // of an imported generator there may be none
            files.add(put(directory, StoredCheckpoint.DISCRIMINATOR, Safetensors.write(state.discriminator()), BINARY));
            files.add(put(directory, StoredCheckpoint.OPTIMIZERS, Safetensors.write(state.optimizers()), BINARY));
        }
        files.add(put(directory, StoredCheckpoint.LOSSES, Json.write(checkpoint.losses()), JsonObjects.CONTENT_TYPE));
        if (!state.averaged().isEmpty()) {
            files.add(put(directory, StoredCheckpoint.AVERAGED, Safetensors.write(state.averaged()), BINARY));
        }
        Manifest manifest = new Manifest(job.jobId(), checkpoint.epoch(), checkpoint.step(), files, null);
        String sha256 = put(directory, StoredCheckpoint.MANIFEST, Json.write(manifest), JsonObjects.CONTENT_TYPE)
                .sha256();
        removeStepsBefore(job, checkpoint.step());
        return saved(manifest, directory + StoredCheckpoint.MANIFEST, sha256, clock.instant());
    }

    private static CheckpointSaved saved(Manifest manifest, String key, String sha256, Instant at) {
        return new CheckpointSaved(manifest.jobId(), manifest.epoch(), manifest.step(), key, sha256, at);
    }

    private Manifest.File put(String directory, String name, byte[] bytes, String contentType) {
        store.put(directory + name, bytes, contentType);
        return new Manifest.File(name, bytes.length, StoredCheckpoint.sha256(bytes));
    }

    private List<StoredCheckpoint> stored(String prefix) {
        return store.list(prefix)
                .map(ObjectEntry::key)
                .filter(key -> key.endsWith("/" + StoredCheckpoint.MANIFEST))
                .flatMap(key -> json.read(key, Manifest.class).map(manifest -> stored(key, manifest)).stream())
                .toList();
    }

    private StoredCheckpoint stored(String manifestKey, Manifest manifest) {
        return new StoredCheckpoint(store, manifestKey.substring(0, manifestKey.lastIndexOf('/') + 1), manifest);
    }
}
