package org.dcgan.npy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The type of a file's numbers, by NumPy's {@code descr}: {@code <f4} is little-endian single precision.
 *
 * @param order of the bytes of a number
 * @param kind {@code f} floating point, {@code i} and {@code u} whole numbers with and without a sign, {@code b} truth values
 * @param bytes of a number
 */
record NpyType(ByteOrder order, char kind, int bytes) {
    private static final Pattern DESCR = Pattern.compile("([<>=|]?)(?:(f)([48])|([iu])([1248])|(b)(1))");

    /** Floating-point numbers. @throws IllegalArgumentException if numbers of this type are not read */
    static NpyType floating(String descr) {
        return find(descr)
                .filter(type -> type.kind == 'f')
                .orElseThrow(() ->
                        new IllegalArgumentException("npy numbers must be of type <f4, >f4, <f8 or >f8, was " + descr));
    }

    /** Numbers of any kind. @throws IllegalArgumentException if numbers of this type are not read */
    static NpyType any(String descr) {
        return find(descr)
                .orElseThrow(() -> new IllegalArgumentException(
                        "npy numbers must be whole (i, u), floating-point (f4, f8) or bool, were of type " + descr));
    }

    private static Optional<NpyType> find(String descr) {
        Matcher matcher = DESCR.matcher(descr);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        ByteOrder order =
                switch (matcher.group(1)) {
                    case "<" -> ByteOrder.LITTLE_ENDIAN;
                    case ">" -> ByteOrder.BIG_ENDIAN;
                    default -> ByteOrder.nativeOrder(); // as NumPy reads = and | and neither
                };
        String code = descr.substring(matcher.group(1).length());
        return Optional.of(new NpyType(order, code.charAt(0), code.charAt(1) - '0'));
    }

    /**
     * The numbers in single precision, in the file's order.
     *
     * @throws IllegalArgumentException if a finite number is too large for single precision
     */
    float[] read(ByteBuffer file, int count) {
        ByteBuffer numbers = file.slice().order(order);
        float[] values = new float[count];
        if (bytes == Float.BYTES) {
            numbers.asFloatBuffer().get(values);
            return values;
        }
        for (int i = 0; i < count; i++) {
            double number = numbers.getDouble(i * bytes);
            values[i] = (float) number;
            if (Float.isInfinite(values[i]) && !Double.isInfinite(number)) {
                throw new IllegalArgumentException("npy number " + number + " is too large for single precision");
            }
        }
        return values;
    }

    /** Numbers of any kind; of large whole numbers the last digits are rounded. */
    void read(ByteBuffer file, double[] values) {
        file.order(order);
        for (int i = 0; i < values.length; i++) {
            values[i] = kind == 'f' ? floating(file) : whole(file);
        }
    }

    private double floating(ByteBuffer file) {
        return bytes == Float.BYTES ? file.getFloat() : file.getDouble();
    }

    private double whole(ByteBuffer file) {
        long number =
                switch (bytes) {
                    case Byte.BYTES -> file.get();
                    case Short.BYTES -> file.getShort();
                    case Integer.BYTES -> file.getInt();
                    default -> file.getLong();
                };
        if (kind == 'i' || number >= 0) {
            return number;
        }
        return number + Math.pow(2, Byte.SIZE * bytes);
    }
}
