package org.dcgan.npy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a file stores a number, by NumPy's {@code descr}: {@code <f4} is little-endian single precision.
 *
 * @param order of the bytes of a number
 * @param bytes of a number: 4, or 8 for double precision
 */
record NpyType(ByteOrder order, int bytes) {
    private static final Pattern DESCR = Pattern.compile("([<>=|]?)f([48])");

    /** @throws IllegalArgumentException if numbers of this type are not read */
    static NpyType of(String descr) {
        Matcher matcher = DESCR.matcher(descr);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("npy numbers must be of type <f4, >f4, <f8 or >f8, was " + descr);
        }
        ByteOrder order =
                switch (matcher.group(1)) {
                    case "<" -> ByteOrder.LITTLE_ENDIAN;
                    case ">" -> ByteOrder.BIG_ENDIAN;
                    default -> ByteOrder.nativeOrder(); // as NumPy reads = and | and neither
                };
        return new NpyType(order, Integer.parseInt(matcher.group(2)));
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
}
