package org.dcgan.checkpoint;

import java.util.List;
import org.dcgan.gan.GanState;

/**
 * All that a run goes on from.
 *
 * @param epoch the epoch it was made in, from 0
 * @param step iterations done
 * @param state networks and optimisers after that many iterations
 * @param losses the newest points recorded: all, except those that earlier checkpoints have stored as {@link LossParts}
 */
public record Checkpoint(int epoch, long step, GanState state, List<LossPoint> losses) {
    /** The points that the checkpoint after this one contains too: those that this one does not store as a part. */
    public List<LossPoint> newestLosses() {
        return losses.subList(LossParts.full(losses), losses.size());
    }
}
