package org.dcgan.imports;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Reads pictures that may be hostile: checks the size in the header before any pixel is unpacked, and unpacks a very large picture at
 * reduced resolution.
 *
 * @param background the grey that shows through transparent pixels, 0 black to 255 white
 */
record PictureReader(int background) {
    /** The most pixels a picture may have. */
    static final int MAX_PIXELS = 1 << 26;
    /** Pictures of up to so many pixels are read at full resolution. */
    private static final int WHOLE_PIXELS = 1 << 24;

    private static final int OPAQUE = 255;

    /**
     * Decodes a picture: the first one of an animation, turned upright. Colours become grey by ITU-R 601 luma, as with Pillow's
     * {@code convert("L")}.
     *
     * @throws UnreadableFileException if it is broken or too large
     */
    GreyPixels read(PictureFormat format, byte[] file) throws IOException {
        ImageReader reader = format.reader();
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(in, true, format != PictureFormat.JPEG);
            ImageReadParam part = part(reader);
            Orientation orientation =
                    format == PictureFormat.JPEG ? Orientation.of(reader.getImageMetadata(0)) : Orientation.NORMAL;
            return orientation.upright(grey(reader.read(0, part)));
        } catch (UnreadableFileException e) {
            throw e;
        } catch (IOException | RuntimeException e) { // readers throw a RuntimeException for some broken files
            throw new UnreadableFileException("a damaged or incomplete " + format, e);
        } finally {
            reader.dispose();
        }
    }

    private static ImageReadParam part(ImageReader reader) throws IOException {
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        if (pixels > MAX_PIXELS) {
            throw new UnreadableFileException("%d×%d pixels, at most %d are allowed"
                    .formatted(reader.getWidth(0), reader.getHeight(0), MAX_PIXELS));
        }
        ImageReadParam part = reader.getDefaultReadParam();
        if (pixels > WHOLE_PIXELS) {
            part.setSourceSubsampling(2, 2, 0, 0);
        }
        return part;
    }

    private GreyPixels grey(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        byte[] greys = new byte[width * height];
        if (isGrey(image.getColorModel())) {
            readGrey(image, greys);
        } else {
            int[] row = new int[width];
            for (int y = 0; y < height; y++) {
                image.getRGB(0, y, width, 1, row, 0, width);
                for (int x = 0; x < width; x++) {
                    greys[y * width + x] = (byte) grey(row[x]);
                }
            }
        }
        return new GreyPixels(width, height, greys);
    }

    /** AWT's own grey colour space is linear in light, and would shift the values on their way to RGB. */
    private static boolean isGrey(ColorModel colours) {
        return colours instanceof ComponentColorModel
                && colours.getColorSpace().getType() == ColorSpace.TYPE_GRAY
                && !colours.isAlphaPremultiplied();
    }

    private void readGrey(BufferedImage image, byte[] greys) {
        Raster raster = image.getRaster();
        int shift = Math.max(0, raster.getSampleModel().getSampleSize(0) - Byte.SIZE);
        boolean transparent =
                image.getColorModel().getTransparency() != Transparency.OPAQUE && raster.getNumBands() > 1;
        int width = image.getWidth();
        for (int i = 0; i < greys.length; i++) {
            int grey = raster.getSample(i % width, i / width, 0) >> shift;
            int alpha = transparent ? raster.getSample(i % width, i / width, 1) >> shift : OPAQUE;
            greys[i] = (byte) Grey.over(background, grey, alpha);
        }
    }

    private int grey(int argb) {
        int luma = Grey.luma(argb >> 16 & 0xff, argb >> 8 & 0xff, argb & 0xff);
        return Grey.over(background, luma, argb >>> 24);
    }
}
