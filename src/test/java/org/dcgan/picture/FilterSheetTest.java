package org.dcgan.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("fast")
class FilterSheetTest {
    @ParameterizedTest
    @CsvSource({"256, 4, 512, 512", "128, 8, 512, 512", "64, 16, 512, 512", "20, 4, 512, 192", "1, 28, 532, 532"})
    void aSheetIsLegible(int maps, int side, int width, int height) {
        GreyImage sheet = FilterSheet.of(new float[maps * side * side], side, side);

        assertThat(sheet.width()).isEqualTo(width);
        assertThat(sheet.height()).isEqualTo(height);
    }

    @Test
    void eachMapIsScaledToItsOwnRange() {
        float[] activations = {
            -3, -1, 0, 1, // a map of both signs
            100, 100.5f, 101, 102, // a map far away
        };

        GreyImage sheet = FilterSheet.of(activations, 4, 1); // eight pixels enlarged 64 times

        assertThat(new int[] {sheet.grey(0, 0), sheet.grey(64, 0), sheet.grey(128, 0), sheet.grey(255, 63)})
                .containsExactly(0, 128, 191, 255);
        assertThat(new int[] {sheet.grey(256, 0), sheet.grey(320, 0), sheet.grey(384, 0), sheet.grey(511, 63)})
                .containsExactly(0, 64, 128, 255);
    }

    @Test
    void aConstantMapIsBlack() {
        GreyImage sheet = FilterSheet.of(new float[] {5, 5, 5, 5}, 2, 2);

        assertThat(sheet.grey(0, 0)).isZero();
        assertThat(sheet.grey(511, 511)).isZero();
    }

    @Test
    void mapsPastTheSixtyFourthAreLeftOut() {
        float[] activations = new float[65 * 2];
        activations[63 * 2 + 1] = 1; // the last map shown: black, white
        activations[64 * 2 + 1] = 1;

        GreyImage sheet = FilterSheet.of(activations, 2, 1);

        assertThat(sheet.height()).isEqualTo(256);
        assertThat(sheet.grey(511 - 32, 255)).isZero();
        assertThat(sheet.grey(511, 255)).isEqualTo(255);
    }

    @Test
    void theActivationsAreLeftAsTheyWere() {
        float[] activations = {1, 2, 3, 4};

        FilterSheet.of(activations, 2, 2);

        assertThat(activations).containsExactly(1, 2, 3, 4);
    }

    @Test
    void halfAMapIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FilterSheet.of(new float[65 * 16 + 8], 4, 4))
                .withMessage("1048 values are not one or more images of 4×4 pixels");
    }
}
