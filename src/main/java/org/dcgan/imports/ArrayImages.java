package org.dcgan.imports;

import java.io.IOException;

/** Reads the images and labels in arrays. */
final class ArrayImages {
    private static final int WHITE = 255;

    private final ArrayFile array;
    private final ArrayFile.Layout layout;
    private final int background;

    /** Receives the images, one after the other. */
    interface Sink {
        void accept(int index, GreyPixels image) throws IOException;
    }

    /**
     * How a file's numbers are converted to greys.
     *
     * @param offset is added to a number first
     * @param factor by which it is multiplied then
     */
    private record Range(double offset, double factor) {
        static Range of(double least, double most) throws UnreadableFileException {
            if (least >= 0 && most <= 1) {
                return new Range(0, WHITE);
            }
            if (least >= 0 && most <= WHITE) {
                return new Range(0, 1);
            }
            if (least >= -1 && most <= 1) {
                return new Range(1, WHITE / 2.0);
            }
            throw new UnreadableFileException(
                    "an array of numbers from %s to %s, allowed are 0 to 1, −1 to 1 and 0 to 255"
                            .formatted(least, most));
        }

        int grey(double number) {
            return (int) Math.round((number + offset) * factor);
        }
    }

    /** @param background the grey that shows through transparent pixels */
    ArrayImages(ArrayFile array, int background) {
        this.array = array;
        this.layout = array.layout().orElseThrow();
        this.background = background;
    }

    /** @throws UnreadableFileException if they are damaged, or their numbers are not those of a picture */
    void forEach(Sink sink) throws IOException {
        Range range = range();
        double[] values = new double[layout.values()];
        try (NumberStream numbers = new NumberStream(array.file())) {
            for (int i = 0; i < array.count(); i++) {
                numbers.read(values);
                sink.accept(i, grey(values, range));
            }
        }
    }

    private Range range() throws IOException {
        double least = 0;
        double most = 0;
        double[] values = new double[layout.values()];
        try (NumberStream numbers = new NumberStream(array.file())) {
            for (int i = 0; i < array.count(); i++) {
                numbers.read(values);
                for (double value : values) {
                    least = Math.min(least, value); // NaN if one is
                    most = Math.max(most, value);
                }
            }
            numbers.requireEnd();
        }
        return Range.of(least, most);
    }

    private GreyPixels grey(double[] values, Range range) {
        int pixels = layout.width() * layout.height();
        byte[] greys = new byte[pixels];
        int next = layout.planes() ? pixels : 1;
        for (int i = 0; i < pixels; i++) {
            int at = layout.planes() ? i : i * layout.channels();
            int first = range.grey(values[at]);
            int grey = layout.channels() == 1
                    ? first
                    : Grey.luma(first, range.grey(values[at + next]), range.grey(values[at + 2 * next]));
            int opacity = layout.channels() == 4 ? range.grey(values[at + 3 * next]) : WHITE;
            greys[i] = (byte) Grey.over(background, grey, opacity);
        }
        return new GreyPixels(layout.width(), layout.height(), greys);
    }

    /** @throws UnreadableFileException if they are damaged, or not whole numbers */
    static int[] labels(ArrayFile array) throws IOException {
        double[] values = new double[array.count()];
        try (NumberStream numbers = new NumberStream(array.file())) {
            numbers.read(values);
            numbers.requireEnd();
        }
        int[] labels = new int[values.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = (int) values[i];
            if (labels[i] != values[i]) {
                throw new UnreadableFileException("labels must be whole numbers, found " + values[i]);
            }
        }
        return labels;
    }
}
