package org.dcgan.gan;

import java.util.Map;

/** Networks for tests that need a checkpoint and not what it has learned; without the moments, which are two thirds of its bytes. */
public final class InitialStates {
    private InitialStates() {}

    /** Both networks. */
    public static GanState withoutMoments(long latentSize, long seed) {
        return new GanState(
                Network.GENERATOR.initial(latentSize, seed),
                Network.DISCRIMINATOR.initial(latentSize, seed),
                Map.of(),
                Map.of());
    }

    /** Both networks, and as the generator's average the generator of the next seed. */
    public static GanState averaged(long latentSize, long seed) {
        GanState state = withoutMoments(latentSize, seed);
        return new GanState(
                state.generator(), state.discriminator(), Map.of(), Network.GENERATOR.initial(latentSize, seed + 1));
    }
}
