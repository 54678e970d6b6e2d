package org.dcgan.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class ImagesTest {
    @Test
    void turnsImagesToTheRight() throws IOException {
        Images images = Images.read(IdxBytes.file(2 * 784, 0x0803, 2, 28, 28));

        Images turned = images.turned();

        assertThat(turned.count()).isEqualTo(8);
        assertThat(turned.label(6)).isEqualTo(2);
        assertThat(turned.scaled(4)).isEqualTo(images.scaled(1));
        float[] upright = images.scaled(1);
        float[] right = turned.scaled(5);
        float[] left = turned.scaled(7);
        for (int i = 0; i < 784; i++) {
            int x = i % 28;
            int y = i / 28;
            assertThat(right[x * 28 + 27 - y]).isEqualTo(upright[i]);
            assertThat(left[(27 - x) * 28 + y]).isEqualTo(upright[i]);
        }
    }

    @Test
    void scalingIsExactInSinglePrecision() throws IOException {
        float[] scaled = images(1).scaled(0);

        assertThat(scaled).hasSize(784);
        // the pixels are 0, 1, 2, … 255, 0, …; the middle values are what PyTorch 2.7 gives
        assertThat(scaled).startsWith(-1f, -0.99215686f, -0.9843137f);
        assertThat(scaled[127]).isEqualTo(-0.0039215684f);
        assertThat(scaled[128]).isEqualTo(0.003921628f);
        assertThat(scaled[255]).isEqualTo(1f);
    }

    @Test
    void returnsABatchInTheRequestedOrder() throws IOException {
        Images images = images(3);

        float[] batch = images.scaled(2, 0);

        assertThat(Arrays.copyOf(batch, 784)).isEqualTo(images.scaled(2));
        assertThat(Arrays.copyOfRange(batch, 784, 1568)).isEqualTo(images.scaled(0));
    }

    @Test
    void aLimitKeepsTheFirstImages() throws IOException {
        Images limited = images(3).limit(2);

        assertThat(limited.count()).isEqualTo(2);
        assertThat(limited.label(1)).isEqualTo(1);
        assertThatThrownBy(() -> limited.label(2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> limited.scaled(2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aLimitBeyondTheCountKeepsAll() throws IOException {
        assertThat(images(3).limit(4).count()).isEqualTo(3);
    }

    @Test
    void rejectsALimitOfZero() throws IOException {
        Images images = images(3);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> images.limit(0))
                .withMessage("limit must be at least 1, was 0");
    }

    @Test
    void anImageWithoutLabelIsRefused() {
        assertThatThrownBy(() -> Images.read(IdxBytes.file(2 * 784, 0x0803, 2, 28, 28), IdxBytes.file(1, 0x0801, 1)))
                .isInstanceOf(MalformedDatasetException.class)
                .hasMessage("digits.gz: found 1 labels, allowed is 2, one for each image of digits.gz");
    }

    private static Images images(int count) throws IOException {
        return Images.read(IdxBytes.file(count * 784, 0x0803, count, 28, 28), IdxBytes.file(count, 0x0801, count));
    }
}
