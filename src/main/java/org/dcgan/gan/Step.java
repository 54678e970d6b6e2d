package org.dcgan.gan;

/**
 * The result of one adversarial step.
 *
 * @param discriminatorLoss BCE(D(x), real) + BCE(D(G(z)), fake) before the discriminator's update
 * @param generatorLoss BCE(D(G(z)), real) before the generator's update
 * @param realScore mean D(x) of the discriminator's step
 * @param fakeScore mean D(G(z)) of the discriminator's step
 * @param fakes the images G(z) of the discriminator's step, N×28×28 in [−1, 1]
 */
public record Step(float discriminatorLoss, float generatorLoss, float realScore, float fakeScore, float[] fakes) {
    /** Whether both losses are finite; if not, the weights are unusable. */
    public boolean isFinite() {
        return Float.isFinite(discriminatorLoss) && Float.isFinite(generatorLoss);
    }
}
