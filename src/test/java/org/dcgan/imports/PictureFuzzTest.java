package org.dcgan.imports;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.stream.Stream;
import org.dcgan.Mutations;
import org.junit.jupiter.params.provider.MethodSource;

/** Damaged pictures of every format. */
class PictureFuzzTest {
    static Stream<byte[]> damagedPictures() throws IOException {
        BufferedImage image = PictureFiles.image(BufferedImage.TYPE_INT_RGB, 9, 7, (x, y) -> x * 1_000_003 * y);
        return Mutations.of(
                PictureFiles.file("png", image),
                PictureFiles.turned(PictureFiles.file("jpeg", image), 6),
                PictureFiles.progressiveJpeg(image),
                PictureFiles.file("gif", image),
                PictureFiles.file("bmp", image),
                resource("lossless.webp"),
                resource("lossy.webp"),
                resource("cmyk.jpg"));
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = PictureFuzzTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }

    @MethodSource("damagedPictures")
    @FuzzTest
    void aPictureIsReadOrRefused(byte[] file) throws IOException {
        Optional<PictureFormat> format = PictureFormat.of(file);
        if (format.isEmpty()) {
            return;
        }
        try {
            GreyPixels pixels = new PictureReader(255).read(format.get(), file);
            assertThat(pixels.width() * pixels.height()).isLessThanOrEqualTo(PictureReader.MAX_PIXELS);
        } catch (UnreadableFileException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }
}
