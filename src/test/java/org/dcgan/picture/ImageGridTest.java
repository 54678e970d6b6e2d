package org.dcgan.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("fast")
class ImageGridTest {
    private static final int PIXELS = 28 * 28;

    @ParameterizedTest
    @CsvSource({"2, 62, 32", "8, 242, 32", "9, 242, 62", "36, 242, 152", "64, 242, 242"})
    void aGridHasEightColumnsAndTwoPixelsOfPadding(int count, int width, int height) {
        GreyImage grid = ImageGrid.of(new float[count * PIXELS], 28, 28);

        assertThat(grid.width()).isEqualTo(width);
        assertThat(grid.height()).isEqualTo(height);
    }

    @Test
    void aSingleImageHasNoPadding() {
        GreyImage image = ImageGrid.of(white(1), 28, 28);

        assertThat(image.width()).isEqualTo(28);
        assertThat(image.height()).isEqualTo(28);
        assertThat(image.grey(0, 0)).isEqualTo(255);
    }

    @Test
    void imagesStandRowByRowOnBlack() {
        float[] values = white(9);
        values[PIXELS] = 0; // the second image's first pixel
        values[9 * PIXELS - 1] = 0; // the ninth image's last pixel

        GreyImage grid = ImageGrid.of(values, 28, 28);

        assertThat(grid.grey(1, 1)).isZero();
        assertThat(grid.grey(2, 2)).isEqualTo(255);
        assertThat(grid.grey(29, 29)).isEqualTo(255);
        assertThat(grid.grey(30, 30)).isZero();
        assertThat(grid.grey(32, 2)).isEqualTo(128);
        assertThat(grid.grey(29, 59)).isEqualTo(128);
        assertThat(grid.grey(32, 32)).as("the place of a tenth image").isZero();
    }

    @Test
    void valuesAreRoundedAsTorchvisionDoes() {
        float[] values = {-1, -0.99609375f, 0, 0.003921628f, 1, 1.5f, -7, Float.NaN};

        GreyImage image = ImageGrid.of(values, 8, 1);

        assertThat(new int[] {
                    image.grey(0, 0), image.grey(1, 0), image.grey(2, 0), image.grey(3, 0),
                    image.grey(4, 0), image.grey(5, 0), image.grey(6, 0), image.grey(7, 0)
                })
                .containsExactly(0, 0, 128, 128, 255, 255, 0, 0);
    }

    @Test
    void aStripIsOneRow() {
        float[] values = white(10);
        Arrays.fill(values, 9 * PIXELS, 10 * PIXELS, 0);

        GreyImage strip = ImageGrid.strip(values, 28, 28);

        assertThat(strip.width()).isEqualTo(302);
        assertThat(strip.height()).isEqualTo(32);
        assertThat(strip.grey(2, 2)).isEqualTo(255);
        assertThat(strip.grey(299, 29)).isEqualTo(128);
        assertThat(strip.grey(300, 29)).isZero();
    }

    @Test
    void halfAnImageIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageGrid.of(new float[PIXELS + 392], 28, 28))
                .withMessage("1176 values are not one or more images of 28×28 pixels");
    }

    @Test
    void noImageIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageGrid.of(new float[0], 28, 28))
                .withMessage("0 values are not one or more images of 28×28 pixels");
    }

    private static float[] white(int count) {
        float[] values = new float[count * PIXELS];
        Arrays.fill(values, 1);
        return values;
    }
}
