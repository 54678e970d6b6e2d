package org.dcgan.dataset;

import java.io.IOException;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Grey images of 28×28 pixels, labelled or not, held as bytes. Immutable.
 *
 * <p>{@link #scaled} converts them to the networks' input: a pixel byte b becomes 2·(b / 255) − 1 in [−1, 1], the range of the
 * generator's tanh, in float32 arithmetic, so that the values equal PyTorch's {@code 2 * ToTensor()(image) - 1} to the bit.
 */
public final class Images {
    /** Width and height of an image. */
    public static final int SIDE = 28;
    /** Pixels of an image. */
    public static final int PIXELS = SIDE * SIDE;

    private static final float[] SCALED = scaledBytes();

    private final byte[] pixels;
    /** As many as images, or none at all. */
    private final byte[] labels;

    private final int count;

    private Images(byte[] pixels, byte[] labels, int count) {
        this.pixels = pixels;
        this.labels = labels;
        this.count = count;
    }

    /**
     * Reads images and their labels, one for each.
     *
     * @throws MalformedDatasetException if a file breaks the format or a limit, or the counts differ
     * @throws IOException if a stream fails
     */
    public static Images read(IdxFile images, IdxFile labels) throws IOException {
        byte[] pixelValues = images.images();
        byte[] labelValues = labels.labels();
        int count = pixelValues.length / PIXELS;
        if (labelValues.length != count) {
            throw new MalformedDatasetException(
                    labels.name(), labelValues.length + " labels", count + ", one for each image of " + images.name());
        }
        return new Images(pixelValues, labelValues, count);
    }

    /**
     * Reads images without labels.
     *
     * @throws MalformedDatasetException if the file breaks the format or a limit
     */
    public static Images read(IdxFile images) throws IOException {
        byte[] pixelValues = images.images();
        return new Images(pixelValues, new byte[0], pixelValues.length / PIXELS);
    }

    public int count() {
        return count;
    }

    /**
     * What an image shows, 0 to 255.
     *
     * @throws IllegalStateException if the images were read without labels
     */
    public int label(int image) {
        if (labels.length == 0) {
            throw new IllegalStateException("the images have no labels");
        }
        return Byte.toUnsignedInt(labels[Objects.checkIndex(image, count)]);
    }

    /** The first {@code most} images, or all if there are fewer. */
    public Images limit(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("limit must be at least 1, was " + most);
        }
        return new Images(pixels, labels, Math.min(most, count));
    }

    /** Each image in four positions, labelled by the quarter turns to the right, 0 to 3: image i in position t is number 4·i + t. */
    public Images turned() {
        byte[] turnedPixels = new byte[4 * count * PIXELS];
        byte[] turns = new byte[4 * count];
        for (int image = 0; image < count; image++) {
            for (int i = 0; i < PIXELS; i++) {
                int x = i % SIDE;
                int y = i / SIDE;
                for (int turn = 0; turn < 4; turn++) {
                    turnedPixels[(4 * image + turn) * PIXELS + y * SIDE + x] = pixels[image * PIXELS + i];
                    int right = SIDE - 1 - y; // target of the pixel after a quarter turn
                    y = x;
                    x = right;
                }
            }
            for (int turn = 0; turn < 4; turn++) {
                turns[4 * image + turn] = (byte) turn;
            }
        }
        return new Images(turnedPixels, turns, 4 * count);
    }

    /** The images at {@code indices} scaled to [−1, 1]: N×1×28×28, row by row. */
    public float[] scaled(int... indices) {
        float[] values = new float[indices.length * PIXELS];
        int at = 0;
        for (int index : indices) {
            int from = Objects.checkIndex(index, count) * PIXELS;
            for (int i = from; i < from + PIXELS; i++) {
                values[at++] = SCALED[Byte.toUnsignedInt(pixels[i])];
            }
        }
        return values;
    }

    /** {@code count} images, {@code from} the given one on, scaled to [−1, 1]: N×1×28×28. */
    public float[] scaledRange(int from, int count) {
        return scaled(IntStream.range(from, from + count).toArray());
    }

    private static float[] scaledBytes() {
        float[] scaled = new float[256];
        for (int b = 0; b < scaled.length; b++) {
            scaled[b] = 2f * (b / 255f) - 1f;
        }
        return scaled;
    }
}
