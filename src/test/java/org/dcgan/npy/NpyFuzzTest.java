package org.dcgan.npy;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.dcgan.Mutations;
import org.junit.jupiter.params.provider.MethodSource;

class NpyFuzzTest {
    static Stream<byte[]> damagedArrays() {
        return Mutations.of(
                new NpyArray(new float[] {1, -2.5f}, 2).toBytes(),
                new NpyArray(new float[6], 1, 2, 3).toBytes(),
                new NpyArray(new float[] {7}).toBytes());
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
