package org.dcgan.gan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.dcgan.gan.Latents.Interpolation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class LatentsTest {
    private final Latents latents = new Latents(100);

    @Test
    void aLatentDoesNotDependOnHowManyAreAskedFor() {
        float[] five = latents.first(5, 42);

        assertThat(Arrays.copyOfRange(five, 300, 400)).isEqualTo(latents.of(42, 3));
    }

    @Test
    void aPathBeginsAndEndsAtItsLatents() {
        float[] from = latents.of(1, 0);
        float[] to = latents.of(2, 0);

        float[] path = latents.path(from, to, 7, Interpolation.SPHERICAL);

        assertThat(Arrays.copyOf(path, 100)).isEqualTo(from);
        assertThat(Arrays.copyOfRange(path, 600, 700)).containsExactly(to, within(1e-6f));
    }

    @Test
    void theSphericalPathKeepsTheLengthThatTheLinearOneLoses() {
        float[] from = unit(0);
        float[] to = unit(1);

        float[] halfway = Interpolation.SPHERICAL.between(from, to, 0.5);

        assertThat(length(halfway)).isCloseTo(1, within(1e-6));
        assertThat(length(Interpolation.LINEAR.between(from, to, 0.5))).isCloseTo(Math.sqrt(0.5), within(1e-6));
    }

    @Test
    void aSphericalPathToTheSameLatentStaysThere() {
        float[] latent = latents.of(1, 0);

        assertThat(Interpolation.SPHERICAL.between(latent, latent, 0.3)).containsExactly(latent, within(1e-6f));
    }

    @Test
    void aSphericalPathThroughTheOriginIsALinearOne() {
        float[] opposite = unit(0);
        opposite[0] = -1;

        assertThat(Interpolation.SPHERICAL.between(unit(0), opposite, 0.25)[0]).isEqualTo(0.5f);
    }

    @Test
    void arithmeticAddsAndSubtractsMeans() {
        Latents two = new Latents(2);

        float[] sum = two.arithmetic(
                List.of(List.of(new float[] {1, 2}, new float[] {3, 4}), List.of(new float[] {10, 10})),
                List.of(List.of(new float[] {1, 0}, new float[] {0, 1})));

        assertThat(sum).containsExactly(11.5f, 12.5f);
    }

    private static float[] unit(int axis) {
        float[] latent = new float[100];
        latent[axis] = 1;
        return latent;
    }

    private static double length(float[] latent) {
        double square = 0;
        for (float value : latent) {
            square += value * value;
        }
        return Math.sqrt(square);
    }
}
