package org.dcgan.checkpoint;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dcgan.message.CheckpointName;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.Json;
import org.dcgan.message.TrainingJob;
import org.dcgan.store.ObjectEntry;
import org.dcgan.store.ObjectStore;
import org.dcgan.store.TaggedBytes;
import org.jboss.logging.Logger;

/**
 * Deletes the older checkpoints of a run with {@code keepCheckpoints}. The newest N stay whole. Of an older one that is pinned or the
 * best, the optimisers are deleted. Other older ones are deleted, except for their scores, as soon as they have been judged and no job
 * waits to start from them.
 *
 * <p>Trainers prune after each epoch, judges after each judgement. Pruning may be repeated and may run concurrently: a manifest is
 * deleted before the files that it lists, and an interrupted deletion is recognised by files without a manifest.
 */
@Singleton
public final class CheckpointPruning {
    /** A checkpoint that was not judged for this long is deleted anyway. */
    static final Duration PATIENCE_WITH_THE_JUDGE = Duration.ofMinutes(15);

    /** A job that has not started for this long no longer protects the checkpoint that it was to start from. */
    static final Duration LONGEST_HOLD = Duration.ofDays(7);

    private static final Logger LOG = Logger.getLogger(CheckpointPruning.class);
    private static final String QUALITY = "quality.json";

    private final ObjectStore store;
    private final Checkpoints checkpoints;
    private final StoredQualities qualities;
    private final Clock clock;

    /**
     * Creates the pruning of a store's checkpoints.
     *
     * @param store where they lie
     * @param checkpoints name the pinned one
     * @param qualities name the best ones
     * @param clock measures how long one has waited for a judge
     */
    @Inject
    public CheckpointPruning(ObjectStore store, Checkpoints checkpoints, StoredQualities qualities, Clock clock) {
        this.store = store;
        this.checkpoints = checkpoints;
        this.qualities = qualities;
        this.clock = clock;
    }

    /** The files of a checkpoint's folder, by their names. */
    private record Folder(int epoch, Map<String, ObjectEntry> files) {
        boolean isComplete() {
            return files.containsKey(StoredCheckpoint.MANIFEST);
        }

        boolean isJudged() {
            return files.containsKey(QUALITY);
        }

        boolean hasOptimizers() {
            return files.containsKey(StoredCheckpoint.OPTIMIZERS);
        }

        /** Whether nothing is left of it but its scores. */
        boolean isDeleted() {
            return Set.of(QUALITY).containsAll(files.keySet());
        }
    }

    /**
     * Deletes what a job no longer keeps.
     *
     * @param hasJudge whether the job's data set has a judge, so that its checkpoints will be judged
     * @param deleted called for each checkpoint that is no longer complete, before its files are deleted
     */
    public void prune(TrainingJob job, boolean hasJudge, Consumer<CheckpointName> deleted) {
        if (job.keepCheckpoints() == null) {
            return;
        }
        NavigableMap<Integer, Folder> folders = folders(job.id());
        List<Integer> newest = folders.descendingMap().values().stream()
                .filter(Folder::isComplete)
                .map(Folder::epoch)
                .limit(job.keepCheckpoints())
                .toList();
        if (newest.size() < job.keepCheckpoints()) {
            return;
        }
        Set<CheckpointName> chosen;
        try {
            chosen = chosen(job, folders.values());
        } catch (InvalidMessageException e) { // the pointer may name one of these
            LOG.warnf("no checkpoint of job %s is deleted: a pointer cannot be read: %s", job.id(), e.getMessage());
            return;
        }
        boolean waits = false; // where one waits for its judge, so do all newer ones: nothing is asked about those
        for (Folder folder : folders.headMap(newest.get(newest.size() - 1)).values()) {
            CheckpointName name = new CheckpointName(job.id(), folder.epoch());
            boolean isChosen = chosen.contains(name);
            boolean isToBeJudged = !isChosen && hasJudge && folder.isComplete() && !folder.isJudged();
            waits = waits || isToBeJudged && isYoung(folder);
            boolean stays = isChosen ? !folder.hasOptimizers() : folder.isDeleted() || isToBeJudged && waits;
            if (stays) {
                continue;
            }
            if (isHeld(name)) {
                LOG.debugf("checkpoint %s is kept for a job that starts from it", name);
            } else if (isChosen) {
                deleteOptimizers(name);
            } else {
                delete(name, folder, deleted);
            }
        }
    }

    private NavigableMap<Integer, Folder> folders(String jobId) {
        String prefix = new JobObjects(jobId).checkpoints();
        Pattern key = Pattern.compile(Pattern.quote(prefix) + "epoch-(\\d{1,9})/([^/]+)");
        NavigableMap<Integer, Folder> folders = new TreeMap<>();
        store.list(prefix).forEach(object -> {
            Matcher match = key.matcher(object.key());
            if (match.matches()) {
                folders.computeIfAbsent(Integer.valueOf(match.group(1)), epoch -> new Folder(epoch, new TreeMap<>()))
                        .files()
                        .put(match.group(2), object);
            }
        });
        return folders;
    }

    /** Those that are pinned, or the best of the run, of its data set or of all runs. */
    private Set<CheckpointName> chosen(TrainingJob job, Collection<Folder> folders) {
        List<Integer> judged = folders.stream()
                .filter(folder -> folder.isComplete() && folder.isJudged())
                .map(Folder::epoch)
                .toList();
        return Stream.of(
                        checkpoints.pinned().get().map(CheckpointName::of),
                        qualities.best().get().map(CheckpointName::of),
                        qualities.best(job.dataset()).get().map(CheckpointName::of),
                        qualities.best(job.id(), judged).map(best -> new CheckpointName(job.id(), best.epoch())))
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
    }

    private boolean isYoung(Folder folder) {
        Instant since = clock.instant().minus(PATIENCE_WITH_THE_JUDGE);
        return store.stat(folder.files().get(StoredCheckpoint.MANIFEST).key())
                .filter(manifest -> manifest.storedAt().isAfter(since))
                .isPresent();
    }

    private boolean isHeld(CheckpointName name) {
        Instant since = clock.instant().minus(LONGEST_HOLD);
        return store.list(directory(name))
                .map(ObjectEntry::key)
                .filter(StartCheckpoints::isHold)
                .flatMap(key -> store.stat(key).stream())
                .anyMatch(hold -> hold.storedAt().isAfter(since));
    }

    private boolean isPinned(CheckpointName name) {
        return checkpoints
                .pinned()
                .get()
                .map(CheckpointName::of)
                .filter(name::equals)
                .isPresent();
    }

    /**
     * A client that pins it or starts from it writes that first and then looks for the manifest, so one of the two sees the other.
     */
    private void delete(CheckpointName name, Folder folder, Consumer<CheckpointName> deleted) {
        List<String> files = folder.files().values().stream()
                .map(ObjectEntry::key)
                .filter(key -> !key.endsWith("/" + QUALITY))
                .toList();
        String key = directory(name) + StoredCheckpoint.MANIFEST;
        Optional<byte[]> manifest = store.get(key);
        store.delete(key);
        if (isHeld(name) || isPinned(name)) {
            manifest.ifPresent(bytes -> store.put(key, bytes, JsonObjects.CONTENT_TYPE));
            return;
        }
        deleted.accept(name);
        store.deleteAll(files);
        LOG.debugf("checkpoint %s is deleted", name);
    }

    /** The new manifest is written first, so that at each moment all listed files exist. */
    private void deleteOptimizers(CheckpointName name) {
        String key = directory(name) + StoredCheckpoint.MANIFEST;
        Optional<TaggedBytes> before = store.getTagged(key);
        if (before.isEmpty()) {
            return; // another process deletes it
        }
        Manifest manifest;
        try {
            manifest = Checkpoints.manifest(key, before.get().bytes());
        } catch (DamagedCheckpointException e) {
            LOG.warnf("the checkpoint stays as it is: %s", e.getMessage());
            return;
        }
        if (manifest.has(StoredCheckpoint.OPTIMIZERS)) {
            String sha256 = StoredCheckpoint.sha256(before.get().bytes());
            byte[] after = Json.write(manifest.without(StoredCheckpoint.OPTIMIZERS, sha256));
            if (!store.putIfUnchanged(key, Optional.of(before.get().etag()), after, JsonObjects.CONTENT_TYPE)) {
                return; // retried the next time
            }
        }
        store.delete(directory(name) + StoredCheckpoint.OPTIMIZERS);
    }

    private static String directory(CheckpointName name) {
        return new JobObjects(name.jobId()).epochCheckpoint(name.epoch());
    }
}
