package org.dcgan.gan;

import com.google.common.primitives.Ints;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A tensor in Java memory, in which weights are passed between the engine, checkpoints and readers.
 *
 * @param type how each number is stored
 * @param shape the dimensions, outermost first; none for a scalar
 * @param data the numbers, little-endian, contiguous, from position 0 to the limit; not to be changed
 */
public record Tensor(Type type, long[] shape, ByteBuffer data) {
    /** How a number is stored, by its name in safetensors. */
    public enum Type {
        /** IEEE 754 single precision. */
        F32(Float.BYTES),
        /** Signed 64-bit whole number. */
        I64(Long.BYTES);

        private final int bytes;

        Type(int bytes) {
            this.bytes = bytes;
        }

        /** The size of one number in bytes. */
        public int bytes() {
            return bytes;
        }
    }

    public Tensor {
        long size = (long) count(shape) * type.bytes();
        if (data.remaining() != size) {
            throw new IllegalArgumentException("a " + type + " tensor of shape " + Arrays.toString(shape) + " has "
                    + size + " bytes, was given " + data.remaining());
        }
        data = data.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A tensor of single-precision numbers in row-major order. */
    public static Tensor of(float[] values, long... shape) {
        ByteBuffer data = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        data.asFloatBuffer().put(values);
        return new Tensor(Type.F32, shape, data);
    }

    /** A scalar count. */
    public static Tensor of(long value) {
        return new Tensor(
                Type.I64,
                new long[0],
                ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(0, value));
    }

    /** How many numbers there are. */
    public int count() {
        return count(shape);
    }

    /** The size of the outermost dimension; 0 for a scalar. */
    public int rows() {
        return shape.length == 0 ? 0 : Ints.saturatedCast(shape[0]);
    }

    /** The numbers of an {@link Type#F32} tensor in row-major order. */
    public float[] floats() {
        float[] values = new float[count()];
        data.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }

    /** The number of an {@link Type#I64} scalar. */
    public long scalar() {
        return data.getLong(0);
    }

    /** Whether every number is finite; counts always are. */
    public boolean isFinite() {
        if (type == Type.I64) {
            return true;
        }
        for (float value : floats()) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    /** How many numbers a tensor of this shape has. */
    static int count(long... shape) {
        return Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
    }
}
