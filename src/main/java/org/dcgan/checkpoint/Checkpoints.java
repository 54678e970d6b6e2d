package org.dcgan.checkpoint;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dcgan.gan.GanState;
import org.dcgan.gan.Tensor;
import org.dcgan.message.CheckpointSaved;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.Json;
import org.dcgan.message.QualityMeasured;
import org.dcgan.store.ObjectEntry;
import org.dcgan.store.ObjectStat;
import org.dcgan.store.ObjectStore;
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

    private static final String LATEST = "latest.json";
    private static final String PINNED = "pinned.json";
    private static final String BEST = "best.json";
    private static final String MANIFEST = "manifest.json";
    private static final String QUALITY = "quality.json";
    private static final String GENERATOR = "generator.safetensors";
    private static final String DISCRIMINATOR = "discriminator.safetensors";
    private static final String OPTIMIZERS = "optimizers.safetensors";
    private static final String AVERAGED = "averaged-generator.safetensors";
    private static final String LOSSES = "losses.json";
    private static final String BINARY = "application/octet-stream";
    private static final String JSON = "application/json";

    private final ObjectStore store;
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
        this.clock = clock;
    }

    /** Writes the checkpoint after an epoch; {@link #publish} makes it the one to serve. */
    public CheckpointSaved saveEpoch(JobObjects job, Checkpoint checkpoint) {
        return save(job, job.epochCheckpoint(checkpoint.epoch()), checkpoint);
    }

    /** Writes a checkpoint within an epoch: for its job to go on from, until a newer one is complete. */
    public void saveStep(JobObjects job, Checkpoint checkpoint) {
        save(job, job.stepCheckpoint(checkpoint.step()), checkpoint);
    }

    /** Makes a checkpoint the newest of all jobs. */
    public void publish(CheckpointSaved saved) {
        store.put(LATEST, Json.write(saved), JSON);
    }

    /** The newest complete checkpoint of all jobs. */
    public Optional<CheckpointSaved> latest() {
        return store.get(LATEST).map(json -> Json.read(json, CheckpointSaved.class));
    }

    /** Has every sampler serve a checkpoint, however many newer ones there are, until {@link #unpin}. */
    public void pin(CheckpointSaved saved) {
        store.put(PINNED, Json.write(saved), JSON);
    }

    /** Has every sampler serve the newest checkpoint again. */
    public void unpin() {
        store.delete(PINNED);
    }

    /** The checkpoint to serve, if it is not simply the newest. */
    public Optional<CheckpointSaved> pinned() {
        return store.get(PINNED).map(json -> Json.read(json, CheckpointSaved.class));
    }

    /** Changes whenever {@link #latest} may have changed; empty where there is none. */
    public Optional<String> latestTag() {
        return store.stat(LATEST).map(ObjectStat::etag);
    }

    /** Keeps how good the images of a checkpoint are, beside it. */
    public void saveQuality(QualityMeasured quality) {
        store.put(qualityKey(quality.jobId(), quality.epoch()), Json.write(quality), JSON);
    }

    /** How good the images of the checkpoint after an epoch are, if it has been judged and can be read. */
    public Optional<QualityMeasured> quality(String jobId, int epoch) {
        return read(qualityKey(jobId, epoch), QualityMeasured.class);
    }

    /** The epochs of a job that have been judged, each with what changes whenever its {@link #quality} may have changed. */
    public SortedMap<Integer, String> qualityTags(String jobId) {
        return tags(jobId, QUALITY);
    }

    private static String qualityKey(String jobId, int epoch) {
        return new JobObjects(jobId).epochCheckpoint(epoch) + QUALITY;
    }

    /** Makes a checkpoint the one whose images were judged best, of all jobs. */
    public void publishBest(CheckpointSaved saved) {
        store.put(BEST, Json.write(saved), JSON);
    }

    /** The checkpoint whose images were judged best, of all jobs. */
    public Optional<CheckpointSaved> best() {
        return store.get(BEST).map(json -> Json.read(json, CheckpointSaved.class));
    }

    /** Changes whenever {@link #best} may have changed; empty where there is none. */
    public Optional<String> bestTag() {
        return store.stat(BEST).map(ObjectStat::etag);
    }

    /** The checkpoint after an epoch, if it is complete: since its manifest was stored. */
    public Optional<CheckpointSaved> find(String jobId, int epoch) {
        String key = new JobObjects(jobId).epochCheckpoint(epoch) + MANIFEST;
        Optional<Instant> at = store.stat(key).map(ObjectStat::storedAt);
        return store.get(key)
                .map(bytes -> saved(Json.read(bytes, Manifest.class), key, sha256(bytes), at.orElse(null)));
    }

    /** The jobs that have objects, by their names. */
    public List<String> jobs() {
        return store.folders(JobObjects.ALL).stream()
                .map(folder -> folder.substring(JobObjects.ALL.length(), folder.length() - 1))
                .toList();
    }

    /** The epochs after which a job has a complete checkpoint, in their order. */
    public List<Integer> epochs(String jobId) {
        return List.copyOf(tags(jobId, MANIFEST).keySet());
    }

    /** The tags of what lies under one name in the folders of a job's epochs. */
    private SortedMap<Integer, String> tags(String jobId, String name) {
        String folders = new JobObjects(jobId).checkpoints();
        Pattern key = Pattern.compile(Pattern.quote(folders) + "epoch-(\\d{1,9})/" + Pattern.quote(name));
        SortedMap<Integer, String> tags = new TreeMap<>();
        store.list(folders).forEach(object -> {
            Matcher match = key.matcher(object.key());
            if (match.matches()) {
                tags.put(Integer.valueOf(match.group(1)), object.etag());
            }
        });
        return tags;
    }

    /**
     * Reads the two networks of a checkpoint.
     *
     * @throws DamagedCheckpointException if an object of it is missing, or has other bytes than was said
     */
    public Networks networks(CheckpointSaved saved) {
        byte[] manifest = store.get(saved.manifest())
                .orElseThrow(() -> new DamagedCheckpointException(saved.manifest() + " is missing"));
        if (!sha256(manifest).equals(saved.sha256())) {
            throw new DamagedCheckpointException(saved.manifest() + " has other bytes than was announced");
        }
        String directory = saved.manifest().substring(0, saved.manifest().lastIndexOf('/') + 1);
        Stored stored = new Stored(directory, Json.read(manifest, Manifest.class));
        return new Networks(tensors(stored, GENERATOR), tensors(stored, DISCRIMINATOR), averaged(stored));
    }

    /** The newest checkpoint of a job that is whole; damaged ones are passed over with a warning. */
    public Optional<Checkpoint> newest(JobObjects job) {
        List<Stored> newestFirst = stored(job).stream()
                .sorted(Comparator.comparingLong(
                                (Stored stored) -> stored.manifest().step())
                        .reversed())
                .toList();
        for (Stored stored : newestFirst) {
            try {
                return Optional.of(load(stored));
            } catch (DamagedCheckpointException e) {
                LOG.warnf("checkpoint passed over: %s", e.getMessage());
            }
        }
        return Optional.empty();
    }

    /**
     * The losses recorded up to the newest checkpoint of a job; none where it has none.
     *
     * @throws DamagedCheckpointException if they are missing, or have other bytes than was said
     */
    public List<LossPoint> losses(JobObjects job) {
        return stored(job).stream()
                .max(Comparator.comparingLong(stored -> stored.manifest().step()))
                .map(this::losses)
                .orElse(List.of());
    }

    /** A complete checkpoint: its manifest, and where it lies. */
    private record Stored(String directory, Manifest manifest) {}

    private CheckpointSaved save(JobObjects job, String directory, Checkpoint checkpoint) {
        GanState state = checkpoint.state();
        List<Manifest.File> files = new ArrayList<>(List.of(
                put(directory, GENERATOR, Safetensors.write(state.generator()), BINARY),
                put(directory, DISCRIMINATOR, Safetensors.write(state.discriminator()), BINARY),
                put(directory, OPTIMIZERS, Safetensors.write(state.optimizers()), BINARY),
                put(directory, LOSSES, Json.write(checkpoint.losses()), JSON)));
        if (!state.averaged().isEmpty()) {
            files.add(put(directory, AVERAGED, Safetensors.write(state.averaged()), BINARY));
        }
        Manifest manifest = new Manifest(job.jobId(), checkpoint.epoch(), checkpoint.step(), files);
        String sha256 = put(directory, MANIFEST, Json.write(manifest), JSON).sha256();
        removeStepsBefore(job, checkpoint.step());
        return saved(manifest, directory + MANIFEST, sha256, clock.instant());
    }

    private static CheckpointSaved saved(Manifest manifest, String key, String sha256, Instant at) {
        return new CheckpointSaved(manifest.jobId(), manifest.epoch(), manifest.step(), key, sha256, at);
    }

    private Manifest.File put(String directory, String name, byte[] bytes, String contentType) {
        store.put(directory + name, bytes, contentType);
        return new Manifest.File(name, bytes.length, sha256(bytes));
    }

    /** Removes the checkpoints within epochs that are older than a step. Manifests go first, so that none is left half. */
    public void removeStepsBefore(JobObjects job, long step) {
        for (Stored stored : stored(job)) {
            if (stored.manifest().step() < step && stored.directory().startsWith(job.stepCheckpoints())) {
                store.delete(stored.directory() + MANIFEST);
                stored.manifest().files().forEach(file -> store.delete(stored.directory() + file.name()));
            }
        }
    }

    private List<Stored> stored(JobObjects job) {
        List<Stored> stored = new ArrayList<>();
        for (ObjectEntry object : store.list(job.checkpoints()).toList()) {
            if (object.key().endsWith("/" + MANIFEST)) {
                read(object.key(), Manifest.class)
                        .ifPresent(manifest -> stored.add(new Stored(
                                object.key().substring(0, object.key().length() - MANIFEST.length()), manifest)));
            }
        }
        return stored;
    }

    private <T> Optional<T> read(String key, Class<T> type) {
        try {
            return store.get(key).map(json -> Json.read(json, type));
        } catch (InvalidMessageException e) {
            LOG.warnf("%s passed over: %s", key, e.getMessage());
            return Optional.empty();
        }
    }

    private Checkpoint load(Stored stored) {
        GanState state = new GanState(
                tensors(stored, GENERATOR),
                tensors(stored, DISCRIMINATOR),
                tensors(stored, OPTIMIZERS),
                averaged(stored));
        return new Checkpoint(stored.manifest().epoch(), stored.manifest().step(), state, losses(stored));
    }

    private List<LossPoint> losses(Stored stored) {
        try {
            return Json.readList(bytes(stored, LOSSES), LossPoint.class);
        } catch (InvalidMessageException e) {
            throw new DamagedCheckpointException(stored.directory() + LOSSES + ": " + e.getMessage());
        }
    }

    private Map<String, Tensor> tensors(Stored stored, String name) {
        try {
            return Safetensors.read(bytes(stored, name));
        } catch (IllegalArgumentException e) {
            throw new DamagedCheckpointException(stored.directory() + name + ": " + e.getMessage());
        }
    }

    /** Empty where there is none. */
    private Map<String, Tensor> averaged(Stored stored) {
        boolean kept =
                stored.manifest().files().stream().anyMatch(file -> file.name().equals(AVERAGED));
        return kept ? tensors(stored, AVERAGED) : Map.of();
    }

    private byte[] bytes(Stored stored, String name) {
        String key = stored.directory() + name;
        Manifest.File file = stored.manifest().files().stream()
                .filter(listed -> listed.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new DamagedCheckpointException(key + " is not in the manifest"));
        byte[] bytes = store.get(key).orElseThrow(() -> new DamagedCheckpointException(key + " is missing"));
        if (!sha256(bytes).equals(file.sha256())) {
            throw new DamagedCheckpointException(key + " has other bytes than its manifest says");
        }
        return bytes;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
