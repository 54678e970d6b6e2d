package org.dcgan.imports;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.dcgan.dataset.IdxFile;

/**
 * An array of images or of labels in a file.
 *
 * @param file where it lies
 * @param shape its dimensions
 */
record ArrayFile(SourceFile file, int... shape) {
    private static final int MAX_SIDE = 1024;
    private static final int FLAT = 784;

    /**
     * How the numbers of an image are arranged.
     *
     * @param width pixels in a row
     * @param height number of rows
     * @param channels 1 grey, 3 red, green and blue, 4 with opacity
     * @param planes whether each channel has a plane of its own
     */
    record Layout(int width, int height, int channels, boolean planes) {
        int values() {
            return width * height * channels;
        }
    }

    /** @throws UnreadableFileException if it is not an array, or of an unsupported type */
    static ArrayFile of(SourceFile file) throws IOException {
        try (NumberStream numbers = new NumberStream(file)) {
            ArrayFile array = new ArrayFile(file, numbers.shape());
            if (!array.isLabels() && array.layout().isEmpty()) {
                throw new UnreadableFileException("an array of shape " + NumberStream.shape(array.shape)
                        + ", allowed are N, N×1, N×784, N×H×W, N×H×W×C and N×C×H×W, H and W up to " + MAX_SIDE);
            }
            if (array.count() < 1 || array.count() > IdxFile.MAX_COUNT) {
                throw new UnreadableFileException(
                        "an array of %d items, allowed are 1 to %d".formatted(array.count(), IdxFile.MAX_COUNT));
            }
            return array;
        }
    }

    int count() {
        return shape.length == 0 ? 0 : shape[0];
    }

    boolean isLabels() {
        return shape.length == 1 || shape.length == 2 && shape[1] == 1;
    }

    /** How an image is stored; empty if the array has no images. */
    Optional<Layout> layout() {
        Layout layout =
                switch (shape.length) {
                    case 2 -> shape[1] == FLAT ? new Layout(28, 28, 1, false) : null;
                    case 3 -> new Layout(shape[2], shape[1], 1, false);
                    case 4 ->
                        isColour(shape[3])
                                ? new Layout(shape[2], shape[1], shape[3], false)
                                : isColour(shape[1]) ? new Layout(shape[3], shape[2], shape[1], true) : null;
                    default -> null;
                };
        return Optional.ofNullable(layout).filter(sides -> isSide(sides.width) && isSide(sides.height));
    }

    private static boolean isColour(int channels) {
        return channels == 1 || channels == 3 || channels == 4;
    }

    private static boolean isSide(int pixels) {
        return pixels >= 1 && pixels <= MAX_SIDE;
    }

    /** Whether its name marks it as test data, as in MNIST ({@code t10k}) and others. */
    boolean isTest() {
        return name().matches(".*(t10k|test).*");
    }

    /** Equal for images and the labels that belong to them: the path without the words for either. */
    String pair() {
        return name().replaceAll("images?|imgs?|labels?|idx[13]|(?<![a-z])[xy](?![a-z])", "");
    }

    private String name() {
        return file.path().toLowerCase(Locale.ROOT);
    }
}
