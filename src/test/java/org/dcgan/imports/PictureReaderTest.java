package org.dcgan.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureReaderTest {
    private static final int WHITE = 255;

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg", "bmp", "gif"})
    void readsWhatTheJdkWrites(String format) throws IOException {
        BufferedImage image = PictureFiles.image(BufferedImage.TYPE_INT_RGB, 40, 30, (x, y) -> x < 20 ? 0 : 0xffffff);

        GreyPixels pixels = read(PictureFiles.file(format, image));

        assertThat(pixels.width()).isEqualTo(40);
        assertThat(pixels.height()).isEqualTo(30);
        assertThat(grey(pixels, 5, 15)).isCloseTo(0, within(3));
        assertThat(grey(pixels, 35, 15)).isCloseTo(255, within(3));
    }

    @Test
    void readsAProgressiveJpeg() throws IOException {
        BufferedImage image = PictureFiles.image(BufferedImage.TYPE_INT_RGB, 40, 30, (x, y) -> 0x808080);

        assertThat(grey(read(PictureFiles.progressiveJpeg(image)), 20, 15)).isCloseTo(128, within(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cmyk.jpg", "lossless.webp", "lossy.webp"})
    void readsAPictureOfPillow(String name) throws IOException {
        GreyPixels pixels = read(resource(name)); // 32×32: the left half red, the right half blue

        assertThat(grey(pixels, 8, 16)).isCloseTo(76, within(12));
        assertThat(grey(pixels, 24, 16)).isCloseTo(29, within(12));
    }

    @ParameterizedTest
    @CsvSource({"1,TL", "2,TR", "3,BR", "4,BL", "5,TL", "6,TR", "7,BR", "8,BL"})
    void turnsAPictureAsExifSays(int orientation, String corner) throws IOException {
        // the stored picture is white in its top left quarter
        byte[] jpeg = PictureFiles.file(
                "jpeg",
                PictureFiles.image(
                        BufferedImage.TYPE_INT_RGB, 64, 32, (x, y) -> x < 32 && y < 16 ? 0xffffff : 0x000000));

        GreyPixels pixels = read(PictureFiles.turned(jpeg, orientation));

        assertThat(pixels.width()).isEqualTo(orientation < 5 ? 64 : 32);
        int x = corner.charAt(1) == 'L' ? pixels.width() / 4 : 3 * pixels.width() / 4;
        int y = corner.charAt(0) == 'T' ? pixels.height() / 4 : 3 * pixels.height() / 4;
        assertThat(grey(pixels, x, y)).isCloseTo(255, within(8));
        assertThat(grey(pixels, pixels.width() - 1 - x, pixels.height() - 1 - y))
                .isCloseTo(0, within(8));
    }

    @Test
    void distinguishesTheTransposedOrientations() throws IOException {
        // the stored picture: white top left, grey top right, black below
        byte[] jpeg = PictureFiles.file(
                "jpeg",
                PictureFiles.image(
                        BufferedImage.TYPE_INT_RGB, 64, 64, (x, y) -> y >= 32 ? 0 : x < 32 ? 0xffffff : 0x808080));

        // 6: the stored top is the right side; its left is the top
        GreyPixels turned = read(PictureFiles.turned(jpeg, 6));
        GreyPixels transposed = read(PictureFiles.turned(jpeg, 5));

        assertThat(grey(turned, 48, 16)).isCloseTo(255, within(8));
        assertThat(grey(turned, 48, 48)).isCloseTo(128, within(8));
        assertThat(grey(transposed, 16, 16)).isCloseTo(255, within(8));
        assertThat(grey(transposed, 16, 48)).isCloseTo(128, within(8));
    }

    @Test
    void showsTheBackgroundThroughTransparentPixels() throws IOException {
        byte[] png = PictureFiles.png(4, 4, (x, y) -> x < 2 ? 0x00ffffff : 0x80000000);

        GreyPixels pixels = new PictureReader(200).read(PictureFormat.PNG, png);

        assertThat(grey(pixels, 0, 0)).isEqualTo(200);
        assertThat(grey(pixels, 3, 0)).isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"palette-alpha.png", "grey-alpha.png", "grey-trns.png", "rgb-trns.png"})
    void showsTheBackgroundThroughEveryKindOfTransparency(String name) throws IOException {
        GreyPixels pixels = new PictureReader(200).read(PictureFormat.PNG, resource(name)); // right half transparent

        assertThat(grey(pixels, 1, 1)).isEqualTo(60);
        assertThat(grey(pixels, 6, 1)).isEqualTo(200);
    }

    @Test
    void keepsGreysAsTheyAre() throws IOException {
        BufferedImage image = new BufferedImage(256, 1, BufferedImage.TYPE_BYTE_GRAY);
        for (int x = 0; x < 256; x++) {
            image.getRaster().setSample(x, 0, 0, x);
        }

        GreyPixels pixels = read(PictureFiles.file("png", image));

        assertThat(pixels.greys())
                .isEqualTo(((java.awt.image.DataBufferByte) image.getRaster().getDataBuffer()).getData());
    }

    @Test
    void refusesAHugePictureBeforeUnpackingIt() {
        byte[] png = headerOf(60_000, 60_000);

        assertThatThrownBy(() -> read(png))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessage("60000×60000 pixels, at most 67108864 are allowed");
    }

    @Test
    void refusesAPictureThatEndsEarly() {
        byte[] png = PictureFiles.png(40, 40, (x, y) -> x * y);

        assertThatThrownBy(() -> read(Arrays.copyOf(png, png.length / 2)))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessage("a damaged or incomplete PNG");
    }

    @Test
    void recognisesAFormatByItsBytes() {
        assertThat(PictureFormat.of("RIFF....WEBPVP8 ".getBytes())).contains(PictureFormat.WEBP);
        assertThat(PictureFormat.of("RIFF....WAVEfmt ".getBytes())).isEmpty();
        assertThat(PictureFormat.of("GIF89a".getBytes())).contains(PictureFormat.GIF);
        assertThat(PictureFormat.of(new byte[0])).isEmpty();
    }

    private static GreyPixels read(byte[] file) throws IOException {
        return new PictureReader(WHITE).read(PictureFormat.of(file).orElseThrow(), file);
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = PictureReaderTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }

    private static int grey(GreyPixels pixels, int x, int y) {
        return Byte.toUnsignedInt(pixels.greys()[y * pixels.width() + x]);
    }

    private static byte[] headerOf(int width, int height) {
        ByteBuffer png = ByteBuffer.wrap(PictureFiles.png(1, 1, (x, y) -> 0));
        png.putInt(16, width).putInt(20, height);
        CRC32 checksum = new CRC32();
        checksum.update(png.array(), 12, 17);
        return png.putInt(29, (int) checksum.getValue()).array();
    }
}
