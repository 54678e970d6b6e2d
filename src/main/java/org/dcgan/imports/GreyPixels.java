package org.dcgan.imports;

import org.dcgan.dataset.Images;

/**
 * A grey picture of any size.
 *
 * @param width pixels in a row
 * @param height number of rows
 * @param greys row by row, 0 black to 255 white
 */
record GreyPixels(int width, int height, byte[] greys) {
    private static final int SIDE = Images.SIDE;

    GreyPixels {
        if (width < 1 || height < 1 || greys.length != width * height) {
            throw new IllegalArgumentException("%d pixels are not %d×%d".formatted(greys.length, width, height));
        }
    }

    /** Crops to the largest square in the middle, see {@link #averaged}. */
    byte[] cropped() {
        return averaged(Math.min(width, height), 0);
    }

    /** Pads to the smallest square with the picture in its middle, see {@link #averaged}. */
    byte[] padded(int background) {
        return averaged(Math.max(width, height), background);
    }

    /**
     * A square at the size of a data set's images. Each pixel is the average of the area that it covers, in which a pixel of the
     * picture counts by its share of that area.
     *
     * @param side of the square that has the picture's middle, in the picture's pixels
     * @param background what lies outside of the picture
     */
    private byte[] averaged(int side, int background) {
        int left = Math.floorDiv(width - side, 2);
        int top = Math.floorDiv(height - side, 2);
        double scale = (double) side / SIDE;
        double[] sums = new double
                [Images.PIXELS]; // differences from the background only, because the background may be much larger
        for (int y = Math.max(0, top); y < Math.min(height, top + side); y++) {
            double[] row = averagedRow(y, left, side, background);
            int last = Math.min(SIDE - 1, (int) ((y - top + 1) / scale));
            for (int i = (int) ((y - top) / scale); i <= last; i++) {
                double share = overlap(i, scale, y - top) / scale;
                for (int x = 0; x < SIDE; x++) {
                    sums[i * SIDE + x] += share * row[x];
                }
            }
        }
        byte[] averaged = new byte[Images.PIXELS];
        for (int i = 0; i < averaged.length; i++) {
            averaged[i] = (byte) Math.round(sums[i] + background);
        }
        return averaged;
    }

    private double[] averagedRow(int y, int left, int side, int background) {
        double scale = (double) side / SIDE;
        double[] row = new double[SIDE];
        for (int i = 0; i < SIDE; i++) {
            int from = Math.max(0, left + (int) (i * scale));
            int to = Math.min(width, left + (int) Math.ceil((i + 1) * scale));
            double sum = 0;
            for (int x = from; x < to; x++) {
                sum += overlap(i, scale, x - left) * (Byte.toUnsignedInt(greys[y * width + x]) - background);
            }
            row[i] = sum / scale;
        }
        return row;
    }

    /** How much of the picture's pixel lies in the i-th of the square's. */
    private static double overlap(int i, double scale, int pixel) {
        return Math.max(0, Math.min((i + 1) * scale, pixel + 1) - Math.max(i * scale, pixel));
    }
}
