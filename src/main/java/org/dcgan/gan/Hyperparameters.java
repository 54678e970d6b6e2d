package org.dcgan.gan;

import java.util.OptionalDouble;

/**
 * The hyperparameters of a run; the notebook's values are in brackets.
 *
 * @param latentSize numbers in a latent [100]
 * @param learningRate Adam's step size, for both networks [0.0002]
 * @param beta1 decay of Adam's first moment [0.5]
 * @param beta2 decay of Adam's second moment [0.999]
 * @param realLabel the label of real images [1]; fakes have 1 − it
 * @param precision what products are computed in [float32]
 * @param emaDecay of the averaged generator, from 0 to below 1; empty: none is kept [empty]
 */
public record Hyperparameters(
        int latentSize,
        double learningRate,
        double beta1,
        double beta2,
        double realLabel,
        Precision precision,
        OptionalDouble emaDecay) {}
