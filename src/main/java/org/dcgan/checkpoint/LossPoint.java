package org.dcgan.checkpoint;

import org.dcgan.message.Field;

/**
 * The losses of one recorded iteration, as stored in {@code losses.json}.
 *
 * @param epoch from 0
 * @param iteration of the epoch, from 0
 * @param step number of iterations before this one, over all epochs
 * @param saveStep number of the point, from 0
 * @param discriminatorLoss BCE(D(x), real) + BCE(D(G(z)), fake)
 * @param generatorLoss BCE(D(G(z)), real)
 * @param realScore mean D(x) of the discriminator's step
 * @param fakeScore mean D(G(z)) of the discriminator's step
 */
public record LossPoint(
        int epoch,
        int iteration,
        long step,
        long saveStep,
        float discriminatorLoss,
        float generatorLoss,
        float realScore,
        float fakeScore) {
    public LossPoint {
        Field.requireCount("epoch", epoch);
        Field.requireCount("iteration", iteration);
        Field.requireCount("step", step);
        Field.requireCount("saveStep", saveStep);
        Field.requireAmount("discriminatorLoss", discriminatorLoss);
        Field.requireAmount("generatorLoss", generatorLoss);
        Field.requireAmount("realScore", realScore);
        Field.requireAmount("fakeScore", fakeScore);
    }
}
