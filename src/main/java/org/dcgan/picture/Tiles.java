package org.dcgan.picture;

/** Lays equally large images out in rows on black ground. */
final class Tiles {
    private final float[] values;
    private final int width;
    private final int height;

    /**
     * Takes N×height×width values from 0 (black) to 1 (white).
     *
     * @throws IllegalArgumentException unless they are one whole image or more
     */
    Tiles(float[] values, int width, int height) {
        if (width < 1 || height < 1 || values.length == 0 || values.length % (width * height) != 0) {
            throw new IllegalArgumentException(
                    "%d values are not one or more images of %d×%d pixels".formatted(values.length, width, height));
        }
        this.values = values;
        this.width = width;
        this.height = height;
    }

    int count() {
        return values.length / (width * height);
    }

    /** The sheet, with {@code gap} pixels around and between the images. */
    GreyImage inRowsOf(int columns, int gap) {
        int rows = (count() - 1) / columns + 1;
        int sheetWidth = columns * (width + gap) + gap;
        int sheetHeight = rows * (height + gap) + gap;
        byte[] greys = new byte[Math.multiplyExact(sheetWidth, sheetHeight)];
        int from = 0;
        for (int tile = 0; tile < count(); tile++) {
            int left = tile % columns * (width + gap) + gap;
            int top = tile / columns * (height + gap) + gap;
            for (int y = top; y < top + height; y++) {
                for (int x = left; x < left + width; x++) {
                    greys[y * sheetWidth + x] = grey(values[from++]);
                }
            }
        }
        return new GreyImage(sheetWidth, sheetHeight, greys);
    }

    /** As torchvision's save_image rounds, in the same float32 arithmetic; NaN is black. */
    private static byte grey(float value) {
        return (byte) Math.max(0f, Math.min(255f, value * 255f + 0.5f));
    }
}
