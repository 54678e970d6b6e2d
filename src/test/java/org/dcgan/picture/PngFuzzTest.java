package org.dcgan.picture;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.dcgan.Mutations;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("fast")
class PngFuzzTest {
    private static final int MOST_PIXELS = 784;

    static Stream<byte[]> damagedPictures() {
        return Mutations.of(
                new GreyImage(2, 2, new byte[] {1, 2, 3, 4}).png(),
                PngBytes.file(2, 1, 8, PngBytes.GREY_ALPHA, 100, 0, 200, 255),
                PngBytes.file(2, 1, 16, PngBytes.GREY, 100, 200, 255, 255),
                PngBytes.file(2, 1, 4, PngBytes.GREY, 0x3f),
                PngBytes.file(2, 1, 8, PngBytes.COLOUR, 255, 0, 0, 0, 255, 0),
                PngBytes.palette(4, 1, 2, new int[] {0, 0, 0, 255, 255, 255}, 0x1b));
    }

    @MethodSource("damagedPictures")
    @FuzzTest
    void aPictureIsReadOrRefused(byte[] png) {
        try {
            GreyImage image = GreyImage.fromPng(png, MOST_PIXELS);
            assertThat(image.width() * image.height()).isBetween(1, MOST_PIXELS);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageStartingWith("not a readable PNG: ");
        }
    }
}
