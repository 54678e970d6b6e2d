package org.dcgan.checkpoint;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dcgan.gan.GanState;
import org.dcgan.gan.Network;
import org.dcgan.message.CheckpointName;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.Json;
import org.dcgan.message.TrainingJob;
import org.dcgan.store.ObjectStore;

/**
 * Prepares the checkpoints that jobs with a {@code startFrom} begin with. The checkpoint is copied within the store to {@code
 * jobs/ID/start/}, its manifest last, so that the run then depends on nothing else and an interrupted copy is repeated.
 *
 * <p>From submission until the copy is complete, an object beside the checkpoint tells {@link CheckpointPruning} to keep it.
 */
@Singleton
public final class StartCheckpoints {
    private static final String ALLOWED = "JOB/EPOCH of a complete checkpoint with both networks and their optimisers";
    private static final String HOLD = "held-by-";

    private final ObjectStore store;
    private final Purges purges;

    /**
     * Gives access to the start checkpoints of a store.
     *
     * @param store where checkpoints lie
     * @param purges say which runs are being deleted
     */
    @Inject
    public StartCheckpoints(ObjectStore store, Purges purges) {
        this.store = store;
        this.purges = purges;
    }

    /**
     * Checks that a job can start from the named checkpoint, and protects that from pruning.
     *
     * @throws InvalidMessageException if the run of the job's own id is being deleted; if there is no such checkpoint, or it is damaged, lacks a file, or has another latent size
     */
    public void hold(TrainingJob job) {
        if (purges.find(job.id()).isPresent()) {
            throw new InvalidMessageException("id", job.id(), "another one, while the run of this id is being deleted");
        }
        if (job.startFrom() != null && copied(job).isEmpty()) {
            putHold(job);
            try {
                check(job, state(job, parent(job)));
            } catch (InvalidMessageException e) {
                release(job);
                throw e;
            }
        }
    }

    /**
     * The hold is written before the checkpoint is looked up, and pruning looks for holds after deleting the manifest, so one of the
     * two sees the other.
     */
    private void putHold(TrainingJob job) {
        store.put(holdKey(job), Json.write(Map.of("jobId", job.id())), JsonObjects.CONTENT_TYPE);
    }

    /** Allows the pruning of the checkpoint that a job was to start from. */
    public void release(TrainingJob job) {
        if (job.startFrom() != null) {
            store.delete(holdKey(job));
        }
    }

    /**
     * The checkpoint that a job starts from, copied first if necessary; empty if it starts from none.
     *
     * @throws InvalidMessageException if it has not been copied and cannot be copied
     */
    public Optional<GanState> state(TrainingJob job) {
        if (job.startFrom() == null) {
            return Optional.empty();
        }
        if (copied(job).isEmpty()) {
            putHold(job);
            copy(job, parent(job));
        }
        release(job);
        GanState state = state(job, copied(job).orElseThrow());
        check(job, state);
        return Optional.of(state);
    }

    /** Whether the checkpoint that a job starts from has been copied. */
    public boolean isCopied(String jobId) {
        return stored(new JobObjects(jobId).start()).isPresent();
    }

    /** A copy with a damaged manifest is repeated. */
    private Optional<StoredCheckpoint> copied(TrainingJob job) {
        try {
            return stored(new JobObjects(job.id()).start());
        } catch (DamagedCheckpointException e) {
            return Optional.empty();
        }
    }

    private StoredCheckpoint parent(TrainingJob job) {
        CheckpointName name = name(job);
        if (purges.find(name.jobId()).isPresent()) {
            throw refusal(job, "run " + name.jobId() + " is being deleted");
        }
        try {
            return stored(directory(name)).orElseThrow(() -> refusal(job, "there is none of this name"));
        } catch (DamagedCheckpointException e) {
            throw refusal(job, "it is damaged: " + e.getMessage());
        }
    }

    private Optional<StoredCheckpoint> stored(String directory) {
        String key = directory + StoredCheckpoint.MANIFEST;
        return store.get(key).map(json -> new StoredCheckpoint(store, directory, Checkpoints.manifest(key, json)));
    }

    private void copy(TrainingJob job, StoredCheckpoint parent) {
        String start = new JobObjects(job.id()).start();
        List<Manifest.File> files = parent.manifest().files().stream()
                .filter(file -> file.name().endsWith(".safetensors"))
                .toList();
        for (Manifest.File file : files) {
            if (!store.copy(parent.directory() + file.name(), start + file.name())) {
                throw refusal(job, "its " + file.name() + " was deleted");
            }
        }
        Manifest from = parent.manifest();
        byte[] manifest = Json.write(new Manifest(from.jobId(), from.epoch(), from.step(), files, null));
        store.put(start + StoredCheckpoint.MANIFEST, manifest, JsonObjects.CONTENT_TYPE);
    }

    private static GanState state(TrainingJob job, StoredCheckpoint stored) {
        if (!stored.manifest().has(StoredCheckpoint.DISCRIMINATOR)) {
            throw refusal(job, "it has no discriminator");
        }
        if (!stored.manifest().has(StoredCheckpoint.OPTIMIZERS)) {
            throw refusal(job, "its optimisers were deleted when newer checkpoints replaced it");
        }
        try {
            return stored.state();
        } catch (DamagedCheckpointException e) {
            throw refusal(job, "it is damaged: " + e.getMessage());
        }
    }

    private static void check(TrainingJob job, GanState state) {
        String first =
                Network.GENERATOR.shapes(job.latentSize()).keySet().iterator().next();
        long latentSize = state.generator().get(first).shape()[0];
        if (latentSize != job.latentSize()) {
            throw refusal(job, "its latentSize is %d, that of the job %d".formatted(latentSize, job.latentSize()));
        }
    }

    private static InvalidMessageException refusal(TrainingJob job, String reason) {
        return new InvalidMessageException("startFrom", job.startFrom(), ALLOWED + " (" + reason + ")");
    }

    private static String holdKey(TrainingJob job) {
        return directory(name(job)) + HOLD + job.id();
    }

    /** Whether an object beside a checkpoint is a job's hold on it. */
    static boolean isHold(String key) {
        return key.startsWith(HOLD, key.lastIndexOf('/') + 1);
    }

    private static CheckpointName name(TrainingJob job) {
        return CheckpointName.parse("startFrom", job.startFrom());
    }

    private static String directory(CheckpointName name) {
        return new JobObjects(name.jobId()).epochCheckpoint(name.epoch());
    }
}
