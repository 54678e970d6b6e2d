package org.dcgan.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The floating-point types of safetensors that are read as single precision. */
enum FloatType {
    /** IEEE 754 single precision. */
    F32(4) {
        @Override
        double at(ByteBuffer numbers, int offset) {
            return numbers.getFloat(offset);
        }
    },
    /** IEEE 754 half precision: 5 bits of exponent, 10 of fraction. */
    F16(2) {
        @Override
        double at(ByteBuffer numbers, int offset) {
            return half(numbers.getShort(offset));
        }
    },
    /** The upper half of single precision. */
    BF16(2) {
        @Override
        double at(ByteBuffer numbers, int offset) {
            return Float.intBitsToFloat(numbers.getShort(offset) << 16);
        }
    },
    /** IEEE 754 double precision; rounded to the nearest number of single precision. */
    F64(8) {
        @Override
        double at(ByteBuffer numbers, int offset) {
            return numbers.getDouble(offset);
        }
    };

    private final int bytes;

    FloatType(int bytes) {
        this.bytes = bytes;
    }

    /** The type with this name in a header, if there is one. */
    static Optional<FloatType> named(String name) {
        return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
    }

    /** All names, for messages. */
    static String names() {
        return Arrays.stream(values()).map(FloatType::name).collect(Collectors.joining(", "));
    }

    /** The size of one number in bytes. */
    int bytes() {
        return bytes;
    }

    abstract double at(ByteBuffer numbers, int offset);

    /**
     * The same numbers in single precision.
     *
     * @param numbers little-endian numbers of this type
     * @throws IllegalArgumentException if a finite number is too large for single precision
     */
    ByteBuffer toSingle(byte[] numbers) {
        ByteBuffer from = ByteBuffer.wrap(numbers).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer to = ByteBuffer.allocate(Math.multiplyExact(numbers.length / bytes, Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int offset = 0; offset < numbers.length; offset += bytes) {
            double number = at(from, offset);
            if (Float.isInfinite((float) number) && !Double.isInfinite(number)) {
                throw new IllegalArgumentException(number + " is too large for single precision");
            }
            to.putFloat((float) number);
        }
        return to.flip();
    }

    private static float half(short bits) {
        int exponent = bits >> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        float magnitude =
                switch (exponent) {
                    case 0 -> fraction * 0x1p-24f; // zero and subnormal numbers
                    case 0x1f -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
                    default -> Float.intBitsToFloat(exponent + 127 - 15 << 23 | fraction << 13);
                };
        return bits < 0 ? -magnitude : magnitude;
    }
}
