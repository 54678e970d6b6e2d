package org.dcgan.checkpoint;

import java.util.List;
import org.dcgan.gan.GanState;

/**
 * Everything that a run needs to resume.
 *
 * @param epoch the epoch it was made in, from 0
 * @param step iterations done
 * @param state networks and optimisers after that many iterations
 * @param losses the recorded points that earlier checkpoints have not stored as {@link LossParts}
 */
public record Checkpoint(int epoch, long step, GanState state, List<LossPoint> losses) {
    /** The points that the next checkpoint also contains, because this one does not store them as a part. */
    public List<LossPoint> newestLosses() {
        return losses.subList(LossParts.full(losses), losses.size());
    }
}
