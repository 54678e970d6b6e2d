package org.dcgan.checkpoint;

import java.util.List;
import org.dcgan.gan.GanState;

/**
 * All that a run goes on from.
 *
 * @param epoch the epoch it was made in, from 0
 * @param step iterations done
 * @param state networks and optimisers after that many iterations
 * @param losses every point recorded so far
 */
public record Checkpoint(int epoch, long step, GanState state, List<LossPoint> losses) {}
