package org.dcgan.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class KeyedRandomTest {
    @Test
    void theSameKeyGivesTheSameNumbers() {
        assertThat(new KeyedRandom(7, Purpose.SAMPLES, 3).gaussians(100, 0, 1))
                .isEqualTo(new KeyedRandom(7, Purpose.SAMPLES, 3).gaussians(100, 0, 1));
    }

    @Test
    void everyPartOfTheKeyMatters() {
        long first = new KeyedRandom(7, Purpose.SAMPLES, 3).nextLong();

        assertThat(first).isNotEqualTo(new KeyedRandom(8, Purpose.SAMPLES, 3).nextLong());
        assertThat(first).isNotEqualTo(new KeyedRandom(7, Purpose.SHUFFLE, 3).nextLong());
        assertThat(first).isNotEqualTo(new KeyedRandom(7, Purpose.SAMPLES, 4).nextLong());
    }

    @Test
    void theStreamOfAKeyNeverChanges() {
        assertThat(new KeyedRandom(0, Purpose.SHUFFLE, 0).permutation(10))
                .containsExactly(9, 8, 4, 7, 6, 2, 1, 0, 5, 3);
        assertThat(new KeyedRandom(0, Purpose.SAMPLES, 0).gaussians(3, 0, 1))
                .containsExactly(-0.46312663f, -1.1059763f, 0.90859944f);
    }

    @Test
    void deviatesAreStandardNormal() {
        float[] values = new KeyedRandom(1, Purpose.SAMPLES, 0).gaussians(1_000_000, 0, 1);
        double mean = IntStream.range(0, values.length)
                .mapToDouble(i -> values[i])
                .average()
                .orElseThrow();
        double variance = IntStream.range(0, values.length)
                .mapToDouble(i -> values[i] * values[i])
                .average()
                .orElseThrow();
        double fourth = IntStream.range(0, values.length)
                .mapToDouble(i -> Math.pow(values[i], 4))
                .average()
                .orElseThrow();

        assertThat(mean).isCloseTo(0, within(0.005));
        assertThat(variance).isCloseTo(1, within(0.01));
        assertThat(fourth).isCloseTo(3, within(0.05));
    }

    @Test
    void aPermutationContainsEveryNumberOnce() {
        int[] order = new KeyedRandom(1, Purpose.SHUFFLE, 0).permutation(60_000);

        assertThat(order).isNotEqualTo(IntStream.range(0, 60_000).toArray());
        assertThat(Arrays.stream(order).sorted().toArray())
                .isEqualTo(IntStream.range(0, 60_000).toArray());
    }

    @Test
    void boundedNumbersAreUniform() {
        KeyedRandom random = new KeyedRandom(5, Purpose.SHUFFLE, 0);
        int[] counts = new int[3];
        IntStream.range(0, 300_000).forEach(i -> counts[random.nextInt(3)]++);

        assertThat(Arrays.stream(counts).boxed())
                .allSatisfy(count -> assertThat(count.doubleValue()).isCloseTo(100_000, within(1_500.0)));
    }
}
