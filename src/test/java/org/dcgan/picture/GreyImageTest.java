package org.dcgan.picture;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("fast")
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
    void viewersShowAPngsGreysAsTheyAreStored() {
        assertThat(PngBytes.chunks(everyGrey().png()))
                .as("no chunk about colour: iCCP, gAMA, cHRM and sRGB all make viewers convert")
                .containsExactly("IHDR", "IDAT", "IEND");
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

    @ParameterizedTest
    @MethodSource("otherProgramsFiles")
    void whatOtherProgramsStoredIsReadAsItIs(String form, byte[] png) {
        assertThat(greys(GreyImage.fromPng(png))).as(form).containsExactly(0, 128, 255);
    }

    /** Black, 128 and white, with what may stand beside them. */
    static Stream<Arguments> otherProgramsFiles() throws IOException {
        byte[] grey = PngBytes.file(3, 1, 8, PngBytes.GREY, 0, 128, 255);
        byte[] colour = PngBytes.file(3, 1, 8, PngBytes.COLOUR, 0, 0, 0, 128, 128, 128, 255, 255, 255);
        byte[] linear = {0, 1, (byte) 0x86, (byte) 0xa0};
        return Stream.of(
                arguments("grey", grey),
                arguments("grey, sRGB", PngBytes.with(grey, "sRGB", new byte[1])),
                arguments("grey, linear gamma", PngBytes.with(grey, "gAMA", linear)),
                arguments("grey, linear profile", PngBytes.with(grey, "iCCP", profile(ColorSpace.CS_GRAY))),
                arguments("grey, a transparent grey", PngBytes.with(grey, "tRNS", new byte[] {0, (byte) 128})),
                arguments("grey and alpha", PngBytes.file(3, 1, 8, PngBytes.GREY_ALPHA, 0, 0, 128, 9, 255, 255)),
                arguments("16 bits", PngBytes.file(3, 1, 16, PngBytes.GREY, 0, 0, 128, 128, 255, 255)),
                arguments("colour", colour),
                arguments("colour, linear gamma", PngBytes.with(colour, "gAMA", linear)),
                arguments("colour, linear profile", PngBytes.with(colour, "iCCP", profile(ColorSpace.CS_LINEAR_RGB))),
                arguments(
                        "colour and alpha",
                        PngBytes.file(
                                3, 1, 8, PngBytes.COLOUR_ALPHA, 0, 0, 0, 0, 128, 128, 128, 9, 255, 255, 255, 255)),
                arguments(
                        "palette",
                        PngBytes.palette(3, 1, 8, new int[] {255, 255, 255, 128, 128, 128, 0, 0, 0}, 2, 1, 0)));
    }

    private static byte[] profile(int colourSpace) throws IOException {
        ByteArrayOutputStream chunk = new ByteArrayOutputStream();
        chunk.writeBytes(new byte[] {'a', 0, 0}); // its name, compressed by deflation
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(chunk)) {
            deflater.write(ICC_Profile.getInstance(colourSpace).getData());
        }
        return chunk.toByteArray();
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

    @ParameterizedTest
    @CsvSource({"1, 0x40, 0, 255", "2, 0x70, 85, 255", "4, 0x3f, 51, 255"})
    void fewBitsAreSpreadOverTheRange(int bits, int row, int first, int second) {
        GreyImage image = GreyImage.fromPng(PngBytes.file(2, 1, bits, PngBytes.GREY, row));

        assertThat(greys(image)).containsExactly(first, second);
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
