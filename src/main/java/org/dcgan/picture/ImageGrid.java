package org.dcgan.picture;

/**
 * Pictures of images with values in [−1, 1], as the networks make them. The pixels are those of torchvision's
 * {@code save_image(make_grid((x + 1) / 2, nrow, padding=2))}: 2 black pixels around and between the images, none around a
 * single one. torchvision writes three equal channels, this is one channel of grey.
 */
public final class ImageGrid {
    private static final int COLUMNS = 8;
    private static final int PADDING = 2;

    private ImageGrid() {}

    /**
     * The images in rows of 8.
     *
     * @param values N×1×height×width
     * @throws IllegalArgumentException if there is no image, or half a one
     */
    public static GreyImage of(float[] values, int width, int height) {
        return inRowsOf(COLUMNS, values, width, height);
    }

    /**
     * The images in one row.
     *
     * @param values N×1×height×width
     * @throws IllegalArgumentException if there is no image, or half a one
     */
    public static GreyImage strip(float[] values, int width, int height) {
        return inRowsOf(Integer.MAX_VALUE, values, width, height);
    }

    private static GreyImage inRowsOf(int most, float[] values, int width, int height) {
        float[] units = new float[values.length];
        for (int i = 0; i < units.length; i++) {
            units[i] = (values[i] + 1) / 2;
        }
        Tiles tiles = new Tiles(units, width, height);
        return tiles.inRowsOf(Math.min(most, tiles.count()), tiles.count() == 1 ? 0 : PADDING);
    }
}
