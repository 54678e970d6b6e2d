package org.dcgan.picture;

import java.util.Arrays;

/**
 * The outputs of a layer's filters for one sample: the first 64 maps in rows of 8, without gaps, each scaled from its own minimum
 * (black) to its own maximum (white). A map of one value is black.
 *
 * <p>Maps are a few pixels wide, so every pixel is enlarged to a square, by the smallest whole factor that makes the sheet
 * 512 pixels wide or more.
 */
public final class FilterSheet {
    private static final int MAPS = 64;
    private static final int COLUMNS = 8;
    private static final int LEGIBLE_WIDTH = 512;

    private FilterSheet() {}

    /**
     * Draws the sheet of a layer.
     *
     * @param activations channels×height×width
     * @throws IllegalArgumentException if there is no map, or half a one
     */
    public static GreyImage of(float[] activations, int width, int height) {
        int maps = Math.min(MAPS, new Tiles(activations, width, height).count());
        int mapSize = width * height;
        float[] scaled = Arrays.copyOf(activations, maps * mapSize);
        for (int from = 0; from < scaled.length; from += mapSize) {
            scaleToOwnRange(scaled, from, from + mapSize);
        }
        GreyImage sheet = new Tiles(scaled, width, height).inRowsOf(Math.min(COLUMNS, maps), 0);
        return sheet.enlarged((LEGIBLE_WIDTH - 1) / sheet.width() + 1);
    }

    private static void scaleToOwnRange(float[] values, int from, int to) {
        float least = values[from];
        float most = values[from];
        for (int i = from; i < to; i++) {
            least = Math.min(least, values[i]);
            most = Math.max(most, values[i]);
        }
        float range = most == least ? 1 : most - least;
        for (int i = from; i < to; i++) {
            values[i] = (values[i] - least) / range;
        }
    }
}
