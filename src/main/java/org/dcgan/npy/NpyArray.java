package org.dcgan.npy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * An array of float32 in NumPy's file format, version 1.0, little-endian, in C order: {@code np.load} reads what
 * {@link #toBytes} writes, {@link #fromBytes} reads what {@code np.save} wrote. The values are not copied.
 *
 * <p>Source: <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">numpy.lib.format</a>.
 *
 * @param values the elements, the last dimension running fastest
 * @param shape the dimensions; none for a single number
 */
public record NpyArray(float[] values, int... shape) {
    /** Refuses a shape that does not hold exactly the values. */
    public NpyArray {
        if (new NpyHeader(shape).count() != values.length) {
            throw new IllegalArgumentException(
                    "shape %s does not hold %d values".formatted(Arrays.toString(shape), values.length));
        }
    }

    /** The whole file. Equal arrays give equal bytes. */
    public byte[] toBytes() {
        byte[] header = new NpyHeader(shape).toBytes();
        ByteBuffer file = ByteBuffer.allocate(header.length + values.length * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(header);
        file.asFloatBuffer().put(values);
        return file.array();
    }

    /**
     * Reads a whole file, which may be hostile: memory is taken only for values that are there.
     *
     * @throws IllegalArgumentException if it is not a version 1.0 file of little-endian float32 in C order, or not exactly
     *     as long as its shape says
     */
    public static NpyArray fromBytes(byte[] file) {
        ByteBuffer rest = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        NpyHeader header = NpyHeader.read(rest);
        if (rest.remaining() != header.count() * Float.BYTES) {
            throw new IllegalArgumentException("npy file of shape %s must hold %d bytes of values, found %d"
                    .formatted(Arrays.toString(header.shape()), header.count() * Float.BYTES, rest.remaining()));
        }
        float[] values = new float[header.count()];
        rest.asFloatBuffer().get(values);
        return new NpyArray(values, header.shape());
    }
}
