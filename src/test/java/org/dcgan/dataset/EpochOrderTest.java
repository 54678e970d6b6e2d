package org.dcgan.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class EpochOrderTest {
    @Test
    void sixtyThousandImagesAreNineHundredAndThirtyEightBatches() {
        EpochOrder order = new EpochOrder(60_000, 64, 1, 0);

        assertThat(order.batches()).isEqualTo(938);
        assertThat(order.batch(936)).hasSize(64);
        assertThat(order.batch(937)).hasSize(32);
    }

    @Test
    void anEvenDivisionHasNoShortBatch() {
        EpochOrder order = new EpochOrder(128, 64, 1, 0);

        assertThat(order.batches()).isEqualTo(2);
        assertThat(order.batch(1)).hasSize(64);
    }

    @Test
    void anEpochVisitsEveryImageOnce() {
        EpochOrder order = new EpochOrder(1_000, 64, 1, 0);

        assertThat(IntStream.range(0, order.batches())
                        .flatMap(batch -> IntStream.of(order.batch(batch)))
                        .sorted())
                .containsExactlyElementsOf(IntStream.range(0, 1_000).boxed().toList());
    }

    @Test
    void theSameSeedAndEpochGiveTheSameOrder() {
        assertThat(new EpochOrder(1_000, 64, 7, 3).batch(5)).isEqualTo(new EpochOrder(1_000, 64, 7, 3).batch(5));
    }

    @Test
    void anotherEpochHasAnotherOrder() {
        assertThat(new EpochOrder(1_000, 64, 7, 3).batch(5)).isNotEqualTo(new EpochOrder(1_000, 64, 7, 4).batch(5));
    }

    @Test
    void anotherSeedHasAnotherOrder() {
        assertThat(new EpochOrder(1_000, 64, 7, 3).batch(5)).isNotEqualTo(new EpochOrder(1_000, 64, 8, 3).batch(5));
    }

    @Test
    void aBatchLargerThanTheSetContainsAllImages() {
        EpochOrder order = new EpochOrder(10, Integer.MAX_VALUE, 1, 0);

        assertThat(order.batches()).isEqualTo(1);
        assertThat(order.batch(0)).hasSize(10);
    }

    @Test
    void aBatchPastTheLastIsRefused() {
        EpochOrder order = new EpochOrder(10, 4, 1, 0);

        assertThatThrownBy(() -> order.batch(3)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void emptyBatchesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EpochOrder(10, 0, 1, 0))
                .withMessage("batch size must be at least 1, was 0");
    }

    @Test
    void anEmptySetIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EpochOrder(0, 64, 1, 0))
                .withMessage("images must be at least 1, was 0");
    }
}
