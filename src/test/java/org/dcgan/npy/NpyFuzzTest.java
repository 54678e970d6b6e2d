package org.dcgan.npy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.Stream;
import org.dcgan.Mutations;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("fast")
class NpyFuzzTest {
    static Stream<byte[]> damagedArrays() {
        return Mutations.of(
                new NpyArray(new float[] {1, -2.5f}, 2).toBytes(),
                new NpyArray(new float[6], 1, 2, 3).toBytes(),
                new NpyArray(new float[] {7}).toBytes(),
                file(2, "{'shape': (2, 1), 'fortran_order': True, 'descr': '>f8'}", 2 * Double.BYTES),
                file(3, "{\"descr\": \"=f4\", \"fortran_order\": True, \"shape\": (2, 0, 3,), }", 0));
    }

    /** A file that NumPy reads and does not write. */
    private static byte[] file(int version, String text, int values) {
        return ByteBuffer.allocate(12 + text.length() + values)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("\u0093NUMPY".getBytes(ISO_8859_1))
                .put((byte) version)
                .put((byte) 0)
                .putInt(text.length())
                .put(text.getBytes(ISO_8859_1))
                .array();
    }

    @MethodSource("damagedArrays")
    @FuzzTest
    void anArrayIsReadOrRefused(byte[] file) {
        try {
            assertThat(NpyArray.fromBytes(file).values().length).isLessThanOrEqualTo(file.length / Float.BYTES);
        } catch (IllegalArgumentException e) {
            assertThat(e).message().containsAnyOf("npy", "shape");
        }
    }
}
