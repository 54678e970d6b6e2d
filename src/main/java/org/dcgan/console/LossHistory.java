package org.dcgan.console;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.dcgan.checkpoint.Checkpoints;
import org.dcgan.checkpoint.DamagedCheckpointException;
import org.dcgan.checkpoint.JobObjects;
import org.dcgan.checkpoint.LossPoint;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.Json;
import org.dcgan.problem.ProblemException;
import org.dcgan.store.ObjectStore;

/** All losses of a job, wherever they lie: of one that succeeded in the store, of others in the topic and the last checkpoint. */
@Singleton
final class LossHistory {
    private final JobBook book;
    private final ObjectStore store;
    private final Checkpoints checkpoints;

    @Inject
    LossHistory(JobBook book, ObjectStore store, Checkpoints checkpoints) {
        this.book = book;
        this.store = store;
        this.checkpoints = checkpoints;
    }

    /**
     * The losses of a known job in the order of their steps.
     *
     * @throws ProblemException if what the store has of them are no losses
     */
    Collection<Loss> of(String jobId) {
        Optional<byte[]> all =
                book.hasSucceeded(jobId) ? store.get(new JobObjects(jobId).losses("losses.json")) : Optional.empty();
        try {
            return all.isPresent() ? losses(Json.readList(all.get(), LossPoint.class)) : told(jobId);
        } catch (InvalidMessageException | DamagedCheckpointException e) {
            throw ProblemException.conflict("the losses of %s cannot be read: %s".formatted(jobId, e.getMessage()));
        }
    }

    private Collection<Loss> told(String jobId) {
        List<Loss> told = book.losses(jobId).stream().map(Loss::of).toList();
        boolean isWhole = !told.isEmpty() && told.get(told.size() - 1).saveStep() == told.size() - 1;
        if (isWhole) {
            return told;
        }
        NavigableMap<Long, Loss> bySteps = new TreeMap<>();
        losses(checkpoints.losses(new JobObjects(jobId))).forEach(loss -> bySteps.put(loss.step(), loss));
        told.forEach(loss -> bySteps.put(loss.step(), loss));
        return bySteps.values();
    }

    private static List<Loss> losses(List<LossPoint> points) {
        return points.stream().map(Loss::of).toList();
    }
}
