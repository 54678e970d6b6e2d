package org.dcgan.picture;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GreyImageTest {
    @Test
    void aPngIsEightBitsOfGrey() {
        BufferedImage png = PngBytes.read(everyGrey().png());

        assertThat(png.getType()).isEqualTo(BufferedImage.TYPE_BYTE_GRAY);
        assertThat(png.getWidth()).isEqualTo(128);
        assertThat(png.getHeight()).isEqualTo(2);
        assertThat(png.getRaster().getSample(5, 1, 0)).isEqualTo(133);
    }

    @Test
    void everyGreySurvivesThePng() {
        GreyImage image = GreyImage.fromPng(everyGrey().png());

        assertThat(greys(image)).containsExactly(IntStream.range(0, 256).toArray());
    }

    @Test
    void theSameImageGivesTheSameBytes() {
        assertThat(everyGrey().png()).isEqualTo(everyGrey().png());
    }

    @Test
    void coloursBecomeTheirLuma() {
        GreyImage image =
                GreyImage.fromPng(PngBytes.file(4, 1, 8, PngBytes.COLOUR, 255, 0, 0, 0, 255, 0, 0, 0, 255, 77, 77, 77));

        assertThat(greys(image)).containsExactly(76, 150, 29, 77); // Pillow's convert("L")
    }

    @Test
    void sixteenBitsKeepTheUpperEight() {
        GreyImage image = GreyImage.fromPng(PngBytes.file(2, 1, 16, PngBytes.GREY, 100, 200, 255, 255));

        assertThat(greys(image)).containsExactly(100, 255);
    }

    @Test
    void fourBitsAreSpreadOverTheRange() {
        GreyImage image = GreyImage.fromPng(PngBytes.file(2, 1, 4, PngBytes.GREY, 0x3f));

        assertThat(greys(image)).containsExactly(51, 255);
    }

    @Test
    void transparencyIsIgnored() {
        GreyImage image = GreyImage.fromPng(PngBytes.file(2, 1, 8, PngBytes.GREY_ALPHA, 100, 0, 200, 255));

        assertThat(greys(image)).containsExactly(100, 200);
    }

    @Test
    void aHugePngIsRefusedBeforeItIsUnpacked() {
        byte[] huge = PngBytes.file(1_000_000, 1_000_000, 8, PngBytes.GREY);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> GreyImage.fromPng(huge))
                .withMessage("not a readable PNG: 1000000×1000000 pixels, at most 16777216 are allowed");
    }

    @Test
    void aPngWithoutItsPixelsIsRefused() {
        byte[] withoutPixels = PngBytes.file(100, 100, 8, PngBytes.GREY, 1, 2, 3);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> GreyImage.fromPng(withoutPixels))
                .withMessageStartingWith("not a readable PNG");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 20, 40, 60})
    void aPngCutShortIsRefused(int length) {
        byte[] cut = Arrays.copyOf(everyGrey().png(), length);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> GreyImage.fromPng(cut))
                .withMessageStartingWith("not a readable PNG");
    }

    @Test
    void anotherFormatIsRefused() throws IOException {
        ByteArrayOutputStream gif = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_BINARY), "gif", gif);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> GreyImage.fromPng(gif.toByteArray()))
                .withMessageStartingWith("not a readable PNG");
    }

    @Test
    void textIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GreyImage.fromPng("<svg/>".getBytes(US_ASCII)))
                .withMessageStartingWith("not a readable PNG");
    }

    @Test
    void enlargingMakesSquaresOfPixels() {
        GreyImage enlarged = new GreyImage(2, 1, new byte[] {1, 2}).enlarged(2);

        assertThat(enlarged.width()).isEqualTo(4);
        assertThat(enlarged.height()).isEqualTo(2);
        assertThat(greys(enlarged)).containsExactly(1, 1, 2, 2, 1, 1, 2, 2);
    }

    private static GreyImage everyGrey() {
        byte[] greys = new byte[256];
        for (int i = 0; i < greys.length; i++) {
            greys[i] = (byte) i;
        }
        return new GreyImage(128, 2, greys);
    }

    private static int[] greys(GreyImage image) {
        return IntStream.range(0, image.width() * image.height())
                .map(i -> image.grey(i % image.width(), i / image.width()))
                .toArray();
    }
}
