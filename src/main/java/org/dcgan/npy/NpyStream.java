package org.dcgan.npy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Reads an array in NumPy's file format in parts, so that it may be larger than memory: numbers of any simple type, in C order. The
 * file may be hostile.
 */
public final class NpyStream {
    private final NpyHeader header;
    private final InputStream in;

    /**
     * Reads the header.
     *
     * @param in the file from its beginning; the caller closes it
     * @throws IllegalArgumentException if it is not a file of version 1.0, 2.0 or 3.0, or its values are not numbers in C order
     * @throws IOException if the stream fails
     */
    public NpyStream(InputStream in) throws IOException {
        this.in = in;
        this.header = NpyHeader.read(in, NpyType::any);
        if (header.fortranOrder() && header.shape().length > 1) {
            throw new IllegalArgumentException(
                    "npy array must be in C order, was in Fortran order: save numpy.ascontiguousarray(a)");
        }
    }

    /** The dimensions; none for a single number. */
    public int[] shape() {
        return header.shape().clone();
    }

    /**
     * Reads the next values, the last dimension running fastest.
     *
     * @throws EOFException if the file ends before them
     */
    public void read(double[] values) throws IOException {
        byte[] bytes = in.readNBytes(values.length * header.type().bytes());
        if (bytes.length < values.length * header.type().bytes()) {
            throw new EOFException("npy array ends before its last value");
        }
        header.type().read(ByteBuffer.wrap(bytes), values);
    }
}
