package org.dcgan.console;

import com.google.common.base.Throwables;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.common.util.concurrent.UncheckedExecutionException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.dcgan.checkpoint.Checkpoints;
import org.dcgan.checkpoint.DamagedCheckpointException;
import org.dcgan.checkpoint.JobObjects;
import org.dcgan.checkpoint.LossPoint;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.Json;
import org.dcgan.problem.ProblemException;
import org.dcgan.store.ObjectContent;
import org.dcgan.store.ObjectStore;
import org.dcgan.store.StoreException;

/** Finds all losses of a job: in the store if it succeeded, otherwise in the topic and the last checkpoint. */
@Singleton
final class LossHistory {
    private final JobIndex index;
    private final ObjectStore store;
    private final Checkpoints checkpoints;
    /** Losses of jobs that have succeeded, kept while somebody reads them, so that several readers load them only once. */
    private final Cache<String, List<Loss>> inUse =
            CacheBuilder.newBuilder().weakValues().build();

    @Inject
    LossHistory(JobIndex index, ObjectStore store, Checkpoints checkpoints) {
        this.index = index;
        this.store = store;
        this.checkpoints = checkpoints;
    }

    /**
     * The losses of a known job in the order of their steps.
     *
     * @throws ProblemException if the stored losses are invalid
     */
    List<Loss> of(String jobId) {
        if (!index.hasSucceeded(jobId)) {
            return readable(jobId, this::told);
        }
        try {
            return inUse.get(jobId, () -> readable(jobId, this::kept));
        } catch (UncheckedExecutionException | ExecutionException e) {
            Throwables.throwIfUnchecked(e.getCause());
            throw new IllegalStateException("the loader throws no checked exception", e);
        }
    }

    private static List<Loss> readable(String jobId, Function<String, List<Loss>> losses) {
        try {
            return losses.apply(jobId);
        } catch (InvalidMessageException | DamagedCheckpointException e) {
            throw ProblemException.conflict("the losses of %s cannot be read: %s".formatted(jobId, e.getMessage()));
        }
    }

    private List<Loss> kept(String jobId) {
        String key = new JobObjects(jobId).losses("losses.json");
        return store.open(key).map(content -> losses(key, content)).orElseGet(() -> told(jobId));
    }

    private static List<Loss> losses(String key, ObjectContent content) {
        try (content) {
            return losses(Json.readList(content.bytes(), LossPoint.class));
        } catch (IOException e) {
            throw new StoreException("read", key, e);
        }
    }

    private List<Loss> told(String jobId) {
        List<Loss> told = index.losses(jobId);
        boolean isWhole = !told.isEmpty() && told.get(told.size() - 1).saveStep() == told.size() - 1;
        if (isWhole) {
            return told;
        }
        NavigableMap<Long, Loss> bySteps = new TreeMap<>();
        losses(checkpoints.losses(new JobObjects(jobId))).forEach(loss -> bySteps.put(loss.step(), loss));
        told.forEach(loss -> bySteps.put(loss.step(), loss));
        return List.copyOf(bySteps.values());
    }

    private static List<Loss> losses(List<LossPoint> points) {
        return points.stream().map(Loss::of).toList();
    }
}
