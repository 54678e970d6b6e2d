package org.dcgan.npy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What stands before the values: magic number and version, the length of the text in two bytes, and the text, a Python
 * dictionary filled up with spaces so that the values begin at a multiple of 64.
 *
 * @param shape the dimensions
 */
record NpyHeader(int... shape) {
    /** NumPy's own limit. */
    static final int MAX_DIMENSIONS = 64;
    /** The most values a file may hold: 1 GiB. */
    static final int MAX_COUNT = 1 << 28;

    private static final int MAX_TEXT = 1_024;
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
    private static final int PREFIX = MAGIC.length + Short.BYTES;
    private static final int ALIGNMENT = 64;
    private static final Pattern TEXT = Pattern.compile(
            "\\{'descr': '<f4', 'fortran_order': False, 'shape': \\(((?:\\d{1,9}, ?)*(?:\\d{1,9})?)\\), \\} *\n");

    NpyHeader {
        long count = 1;
        boolean allowed = shape.length <= MAX_DIMENSIONS;
        for (int dimension : shape) {
            count *= dimension;
            allowed &= dimension >= 0 && count <= MAX_COUNT;
        }
        if (!allowed) {
            throw new IllegalArgumentException("shape %s is not of at most %d dimensions, none negative, and %d values"
                    .formatted(Arrays.toString(shape), MAX_DIMENSIONS, MAX_COUNT));
        }
    }

    /** The number of values. */
    int count() {
        return IntStream.of(shape).reduce(1, (product, dimension) -> product * dimension);
    }

    byte[] toBytes() {
        String dimensions = IntStream.of(shape).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        String tuple = shape.length == 1 ? dimensions + "," : dimensions;
        String text = "{'descr': '<f4', 'fortran_order': False, 'shape': (%s), }".formatted(tuple);
        int padding = Math.floorMod(-(PREFIX + text.length() + 1), ALIGNMENT);
        String line = text + " ".repeat(padding) + "\n";
        return ByteBuffer.allocate(PREFIX + line.length())
                .put(MAGIC)
                .putShort(Short.reverseBytes((short) line.length()))
                .put(line.getBytes(ISO_8859_1))
                .array();
    }

    /** Takes the header off a little-endian file. */
    static NpyHeader read(ByteBuffer file) {
        requireLeft(file, PREFIX);
        byte[] magic = new byte[MAGIC.length];
        file.get(magic);
        if (!Arrays.equals(magic, MAGIC)) {
            throw new IllegalArgumentException("not an npy file of format version 1.0");
        }
        int length = Short.toUnsignedInt(file.getShort());
        if (length > MAX_TEXT) {
            throw new IllegalArgumentException(
                    "npy header must be at most %d bytes, was %d".formatted(MAX_TEXT, length));
        }
        requireLeft(file, length);
        byte[] text = new byte[length];
        file.get(text);
        return parse(new String(text, ISO_8859_1));
    }

    private static void requireLeft(ByteBuffer file, int length) {
        if (file.remaining() < length) {
            throw new IllegalArgumentException("npy file ends within its header");
        }
    }

    private static NpyHeader parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "npy header must say '<f4', fortran_order False and a shape, found " + text.strip());
        }
        return new NpyHeader(Pattern.compile(", ?")
                .splitAsStream(matcher.group(1))
                .filter(dimension -> !dimension.isEmpty()) // () has none
                .mapToInt(Integer::parseInt)
                .toArray());
    }
}
