package org.dcgan.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.dcgan.message.Scores;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The measures against NumPy 2 and SciPy 1, which computed the expected values by the definitions: sqrtm for the Fréchet distance,
 * all pairs for the kernel distance, sorted distances for density and coverage.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReferenceImagesTest {
    private static final Offset<Double> ROUNDING = within(1e-12);

    private final ClassifierOutput real = new ClassifierOutput(60, numbers(60, 3, 37, 11), numbers(60, 4, 17, 5));
    private final ClassifierOutput generated = new ClassifierOutput(40, numbers(40, 3, 53, 29), numbers(40, 4, 17, 5));
    private ReferenceImages referenceImages;
    private Scores scores;

    @BeforeAll
    void measure() {
        referenceImages = new ReferenceImages(real);
        scores = referenceImages.measure(generated);
    }

    @AfterAll
    void close() {
        referenceImages.close();
    }

    @Test
    void theFrechetDistanceIsSciPys() {
        assertThat(scores.frechetDistance()).isCloseTo(0.20735305259958664, ROUNDING);
    }

    @Test
    void theKernelDistanceIsThatOfAllPairs() {
        assertThat(scores.kernelDistance()).isCloseTo(2.3167246105900574, ROUNDING);
    }

    @Test
    void theInceptionScoreIsNumPys() {
        assertThat(scores.inceptionScore()).isCloseTo(1.234337847169645, ROUNDING);
    }

    @Test
    void densityAndCoverageAreThoseOfSortedDistances() {
        assertThat(scores.density()).isCloseTo(0.875, ROUNDING);
        assertThat(scores.coverage()).isCloseTo(0.9333333333333333, ROUNDING);
    }

    @Test
    void confidenceAndClassSharesAreNumPys() {
        assertThat(scores.confidence()).isCloseTo(0.4708734182088584, ROUNDING);
        assertThat(scores.classShares()).containsExactly(0.275, 0.125, 0.275, 0.325);
    }

    @Test
    void imagesHaveNoDistanceFromThemselves() {
        Scores itself = referenceImages.measure(new ClassifierOutput(60, real.features(), numbers(60, 4, 17, 5)));

        assertThat(itself.frechetDistance()).isCloseTo(0, within(1e-7)); // the root of a rounding
        assertThat(itself.coverage()).isEqualTo(1);
    }

    /** Numbers of which each is exact in float32: (a·i + b·j + i²·j mod 97) / 32. */
    private static float[] numbers(int rows, int columns, int a, int b) {
        float[] numbers = new float[rows * columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                numbers[i * columns + j] = (a * i + b * j + i * i * j) % 97 / 32f;
            }
        }
        return numbers;
    }
}
