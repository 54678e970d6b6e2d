package org.dcgan.console;

import org.dcgan.checkpoint.LossPoint;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Both losses of one recorded iteration.
 *
 * @param epoch from 0
 * @param iteration of the epoch, from 0
 * @param step iterations before this one, over all epochs
 * @param saveStep number of the point, and of the grids {@code real_step_N.png} and {@code fake_step_N.png}, from 0
 * @param discriminatorLoss BCE(D(x), real) + BCE(D(G(z)), fake)
 * @param generatorLoss BCE(D(G(z)), real)
 * @param realScore mean D(x) of the discriminator's step
 * @param fakeScore mean D(G(z)) of the discriminator's step
 * @param imagesPerSecond real images trained per second since the previous point; absent if it was not stored
 */
@Schema(name = "Loss")
public record Loss(
        int epoch,
        int iteration,
        long step,
        long saveStep,
        float discriminatorLoss,
        float generatorLoss,
        float realScore,
        float fakeScore,
        Double imagesPerSecond) {
    static Loss of(LossPoint loss) {
        return new Loss(
                loss.epoch(),
                loss.iteration(),
                loss.step(),
                loss.saveStep(),
                loss.discriminatorLoss(),
                loss.generatorLoss(),
                loss.realScore(),
                loss.fakeScore(),
                null);
    }
}
