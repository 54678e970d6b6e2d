package org.dcgan.imports;

import org.dcgan.dataset.Images;

/**
 * How a picture becomes an image of a data set: grey, 28×28.
 *
 * @param pad whether a picture that is not square gets margins; otherwise it is cropped to the largest square in its middle
 * @param background the grey of margins and of what shows through transparent pixels, 0 black to 255 white
 * @param invert whether white becomes black; done last
 * @param transpose whether rows and columns of arrays are exchanged, as EMNIST's IDX files need it
 */
public record Fitting(boolean pad, int background, boolean invert, boolean transpose) {
    /** Crops, on white. */
    public static final Fitting USUAL = new Fitting(false, 255, false, false);

    private static final int WHITE = 255;

    public Fitting {
        if (background < 0 || background > WHITE) {
            throw new IllegalArgumentException("background must be from 0 (black) to 255 (white), was " + background);
        }
    }

    /** The pixels of the image of an array, row by row. */
    byte[] fitOfArray(GreyPixels picture) {
        byte[] image = fit(picture);
        return transpose ? transposed(image) : image;
    }

    /** The pixels of the image, row by row. */
    byte[] fit(GreyPixels picture) {
        byte[] image = pad ? picture.padded(background) : picture.cropped();
        if (invert) {
            for (int i = 0; i < image.length; i++) {
                image[i] = (byte) (WHITE - image[i]);
            }
        }
        return image;
    }

    private static byte[] transposed(byte[] image) {
        byte[] transposed = new byte[image.length];
        for (int i = 0; i < image.length; i++) {
            transposed[i % Images.SIDE * Images.SIDE + i / Images.SIDE] = image[i];
        }
        return transposed;
    }
}
