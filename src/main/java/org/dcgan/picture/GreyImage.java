package org.dcgan.picture;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/** A picture of 256 greys, 0 black to 255 white. Immutable. */
public final class GreyImage {
    /** Index i is grey i. AWT's own grey colour space is linear in light and would shift the values. */
    private static final IndexColorModel GREYS;

    static {
        Headless.ensure();
        byte[] ramp = new byte[256];
        for (int grey = 0; grey < ramp.length; grey++) {
            ramp[grey] = (byte) grey;
        }
        GREYS = new IndexColorModel(Byte.SIZE, ramp.length, ramp, ramp, ramp);
    }

    private final int width;
    private final int height;
    private final byte[] greys;

    /** Takes over {@code greys}, row by row. */
    GreyImage(int width, int height, byte[] greys) {
        this.width = width;
        this.height = height;
        this.greys = greys;
    }

    /**
     * Decodes a PNG, which may be hostile. Colours become grey by ITU-R 601 luma, as with Pillow's {@code convert("L")};
     * transparency is ignored.
     *
     * @throws IllegalArgumentException if it is broken, has more than 16,777,216 pixels or is not a PNG
     */
    public static GreyImage fromPng(byte[] png) {
        return fromPng(png, Png.MAX_PIXELS);
    }

    /**
     * Decodes a PNG as {@link #fromPng(byte[])} does, with a bound of its own on the size.
     *
     * @throws IllegalArgumentException if it is broken, has more than {@code maxPixels} pixels or is not a PNG
     */
    public static GreyImage fromPng(byte[] png, int maxPixels) {
        BufferedImage image = Png.decode(png, maxPixels);
        int width = image.getWidth();
        byte[] greys = new byte[width * image.getHeight()];
        for (int i = 0; i < greys.length; i++) {
            greys[i] = (byte) greyOf(image, i % width, i / width);
        }
        return new GreyImage(width, image.getHeight(), greys);
    }

    /** Pixels in a row. */
    public int width() {
        return width;
    }

    /** Number of rows. */
    public int height() {
        return height;
    }

    /** The grey of the pixel in column {@code x} and row {@code y} from the top left, 0 to 255. */
    public int grey(int x, int y) {
        return Byte.toUnsignedInt(greys[y * width + x]);
    }

    /** The picture as an 8-bit greyscale PNG. */
    public byte[] png() {
        return Png.encode(width, height, Png.Colours.GREY, greys);
    }

    /** Every pixel as a square of {@code factor} × {@code factor}. */
    GreyImage enlarged(int factor) {
        int newWidth = width * factor;
        byte[] enlarged = new byte[newWidth * height * factor];
        for (int i = 0; i < enlarged.length; i++) {
            enlarged[i] = (byte) grey(i % newWidth / factor, i / newWidth / factor);
        }
        return new GreyImage(newWidth, height * factor, enlarged);
    }

    /** The picture at the top left of a black one of another size; what does not fit is cut off. */
    GreyImage onBlack(int newWidth, int newHeight) {
        byte[] canvas = new byte[newWidth * newHeight];
        for (int y = 0; y < Math.min(height, newHeight); y++) {
            System.arraycopy(greys, y * width, canvas, y * newWidth, Math.min(width, newWidth));
        }
        return new GreyImage(newWidth, newHeight, canvas);
    }

    /** The picture with a palette of the 256 greys. */
    BufferedImage toBufferedImage() {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, GREYS);
        image.getRaster().setDataElements(0, 0, width, height, greys);
        return image;
    }

    private static int greyOf(BufferedImage image, int x, int y) {
        if (image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY) {
            Raster raster = image.getRaster();
            return raster.getSample(x, y, 0) >> raster.getSampleModel().getSampleSize(0) - Byte.SIZE;
        }
        int rgb = image.getRGB(x, y);
        int red = rgb >> 16 & 0xff;
        int green = rgb >> 8 & 0xff;
        int blue = rgb & 0xff;
        return (19_595 * red + 38_470 * green + 7_471 * blue + 0x8000) >> 16; // 0.299, 0.587, 0.114 in 2⁻¹⁶
    }
}
