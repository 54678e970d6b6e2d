package org.dcgan.picture;

import com.pngencoder.PngEncoder;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.Deflater;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** The PNG format, by way of memory alone: left to itself, ImageIO writes temporary files. */
final class Png {
    /** The most pixels a picture from outside may have. */
    static final int MAX_PIXELS = 1 << 24;

    private Png() {}

    /** In half the time that the usual level of compression takes, and a fourteenth larger. */
    static byte[] encode(BufferedImage image) {
        return new PngEncoder()
                .withBufferedImage(image)
                .withCompressionLevel(Deflater.BEST_SPEED)
                .withMultiThreadedCompressionEnabled(false)
                .toBytes();
    }

    /**
     * Decodes a PNG that may be hostile: its size is looked at before any pixel is unpacked.
     *
     * @param maxPixels the most pixels it may have
     * @throws IllegalArgumentException if it is broken, too large or not a PNG
     */
    static BufferedImage decode(byte[] png, int maxPixels) {
        ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(png))) {
            reader.setInput(in, true, true);
            requireSize(reader.getWidth(0), reader.getHeight(0), maxPixels);
            return reader.read(0);
        } catch (TooLargeException e) {
            throw new IllegalArgumentException("not a readable PNG: " + e.getMessage(), e);
        } catch (IOException | RuntimeException e) { // the JDK's reader meets some broken files with a RuntimeException
            throw new IllegalArgumentException("not a readable PNG: damaged, cut off or something else", e);
        } finally {
            reader.dispose();
        }
    }

    private static void requireSize(int width, int height, int maxPixels) throws TooLargeException {
        if ((long) width * height > maxPixels) {
            throw new TooLargeException("%d×%d pixels, at most %d are allowed".formatted(width, height, maxPixels));
        }
    }

    private static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1;

        TooLargeException(String message) {
            super(message);
        }
    }
}
