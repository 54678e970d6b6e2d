package org.dcgan.npy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The header before the values: magic number and version, the length of the text in two bytes (four since version 2.0), and the
 * text, a Python dictionary filled up with spaces so that the values begin at a multiple of 64. It is in Latin-1, since version 3.0
 * in UTF-8.
 *
 * @param type how each value is stored
 * @param fortranOrder whether the first dimension runs fastest, and not the last
 * @param shape the dimensions
 */
record NpyHeader(NpyType type, boolean fortranOrder, int... shape) {
    /** NumPy's own limit. */
    static final int MAX_DIMENSIONS = 64;
    /** The most values a file may hold: 1 GiB. */
    static final int MAX_COUNT = 1 << 28;

    /** As long as one of version 1.0 can be; NumPy reads up to 10,000 bytes. */
    private static final int MAX_TEXT = 65_535;

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int VERSION = 2;
    private static final int MAX_VERSION = 3;
    private static final int PREFIX = MAGIC.length + VERSION + Short.BYTES;
    private static final int ALIGNMENT = 64;

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

    /** The header that is written: of little-endian single precision in C order. */
    static NpyHeader of(int... shape) {
        return new NpyHeader(new NpyType(ByteOrder.LITTLE_ENDIAN, 'f', Float.BYTES), false, shape);
    }

    /** The number of values. */
    int count() {
        return IntStream.of(shape).reduce(1, (product, dimension) -> product * dimension);
    }

    /** How many bytes the values take. */
    long size() {
        return (long) count() * type.bytes();
    }

    /** Encodes a header of {@link #of} as version 1.0. */
    byte[] toBytes() {
        String dimensions = IntStream.of(shape).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        String tuple = shape.length == 1 ? dimensions + "," : dimensions;
        String text = "{'descr': '<f4', 'fortran_order': False, 'shape': (%s), }".formatted(tuple);
        int padding = Math.floorMod(-(PREFIX + text.length() + 1), ALIGNMENT);
        String line = text + " ".repeat(padding) + "\n";
        return ByteBuffer.allocate(PREFIX + line.length())
                .put(MAGIC)
                .put(new byte[] {1, 0})
                .putShort(Short.reverseBytes((short) line.length()))
                .put(line.getBytes(ISO_8859_1))
                .array();
    }

    /**
     * Reads and removes the header of a file.
     *
     * @param types makes a type of its {@code descr}, or refuses it
     */
    static NpyHeader read(ByteBuffer file, Function<String, NpyType> types) {
        requireLeft(file, MAGIC.length + VERSION);
        byte[] magic = new byte[MAGIC.length];
        file.get(magic);
        if (!Arrays.equals(magic, MAGIC)) {
            String hint = magic[0] == 'P' && magic[1] == 'K' ? "; of an npz archive, give one array" : "";
            throw new IllegalArgumentException("not an npy file: it does not begin with \\x93NUMPY" + hint);
        }
        int version = Byte.toUnsignedInt(file.get());
        int minor = Byte.toUnsignedInt(file.get());
        if (version < 1 || version > MAX_VERSION || minor != 0) {
            throw new IllegalArgumentException(
                    "npy format must be of version 1.0, 2.0 or 3.0, was %d.%d".formatted(version, minor));
        }
        byte[] text = new byte[textLength(file.order(ByteOrder.LITTLE_ENDIAN), version)];
        file.get(text);
        return NpyText.parse(new String(text, version == MAX_VERSION ? UTF_8 : ISO_8859_1), types);
    }

    /** Reads the header from a stream, and no byte after it. */
    static NpyHeader read(InputStream in, Function<String, NpyType> types) throws IOException {
        byte[] prefix = in.readNBytes(MAGIC.length + VERSION);
        boolean isFirstVersion = prefix.length == MAGIC.length + VERSION && prefix[MAGIC.length] == 1;
        byte[] length = in.readNBytes(isFirstVersion ? Short.BYTES : Integer.BYTES);
        ByteBuffer start = ByteBuffer.allocate(prefix.length + length.length + MAX_TEXT)
                .put(prefix)
                .put(length);
        if (length.length == (isFirstVersion ? Short.BYTES : Integer.BYTES)) {
            long text = textLength(ByteBuffer.wrap(length), isFirstVersion);
            start.put(in.readNBytes((int) Math.min(MAX_TEXT, text)));
        }
        return read(start.flip(), types);
    }

    private static long textLength(ByteBuffer length, boolean isFirstVersion) {
        length.order(ByteOrder.LITTLE_ENDIAN);
        return isFirstVersion ? Short.toUnsignedInt(length.getShort()) : Integer.toUnsignedLong(length.getInt());
    }

    private static int textLength(ByteBuffer file, int version) {
        requireLeft(file, version == 1 ? Short.BYTES : Integer.BYTES);
        long length = textLength(file, version == 1);
        if (length > MAX_TEXT) {
            throw new IllegalArgumentException(
                    "npy header must be at most %d bytes, was %d".formatted(MAX_TEXT, length));
        }
        requireLeft(file, (int) length);
        return (int) length;
    }

    private static void requireLeft(ByteBuffer file, int length) {
        if (file.remaining() < length) {
            throw new IllegalArgumentException("npy file ends within its header");
        }
    }
}
