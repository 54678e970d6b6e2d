package org.dcgan.npy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * An array of float32 in NumPy's file format: {@code np.load} reads what {@link #toBytes} writes, {@link #fromBytes} reads what
 * {@code np.save} wrote of floating-point numbers. The values are not copied.
 *
 * <p>Source: <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">numpy.lib.format</a>.
 *
 * @param values the elements, the last dimension running fastest
 * @param shape the dimensions; none for a single number
 */
public record NpyArray(float[] values, int... shape) {
    /** Rejects a shape whose size is not the number of values. */
    public NpyArray {
        if (NpyHeader.of(shape).count() != values.length) {
            throw new IllegalArgumentException(
                    "shape %s does not hold %d values".formatted(Arrays.toString(shape), values.length));
        }
    }

    /** The whole file, of version 1.0, little-endian, in C order. Equal arrays give equal bytes. */
    public byte[] toBytes() {
        byte[] header = NpyHeader.of(shape).toBytes();
        ByteBuffer file = ByteBuffer.allocate(header.length + values.length * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(header);
        file.asFloatBuffer().put(values);
        return file.array();
    }

    /**
     * Reads a whole file, which may be hostile: memory is taken only for values that are there. Double precision is rounded to
     * single, Fortran order becomes C order.
     *
     * @throws IllegalArgumentException if it is not a file of float32 or float64 of version 1.0, 2.0 or 3.0, or not exactly as
     *     long as its shape says
     */
    public static NpyArray fromBytes(byte[] file) {
        ByteBuffer rest = ByteBuffer.wrap(file);
        NpyHeader header = NpyHeader.read(rest, NpyType::floating);
        if (rest.remaining() != header.size()) {
            throw new IllegalArgumentException("npy file of shape %s must hold %d bytes of values, found %d"
                    .formatted(Arrays.toString(header.shape()), header.size(), rest.remaining()));
        }
        float[] values = header.type().read(rest, header.count());
        return new NpyArray(header.fortranOrder() ? lastFastest(values, header.shape()) : values, header.shape());
    }

    /** Values of which the first dimension runs fastest, in the order in which the last one does. */
    private static float[] lastFastest(float[] values, int... shape) {
        float[] ordered = new float[values.length];
        int[] index = new int[shape.length];
        int from = 0;
        for (int to = 0; to < values.length; to++) {
            ordered[to] = values[from];
            // the next index in C order: increment the last dimension that has not reached its end, reset those after
            // it
            int stride = values.length;
            for (int i = shape.length - 1; i >= 0; i--) {
                stride /= shape[i];
                index[i]++;
                from += stride;
                if (index[i] < shape[i]) {
                    break;
                }
                index[i] = 0;
                from -= stride * shape[i];
            }
        }
        return ordered;
    }
}
