package org.dcgan.npy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NpyArrayTest {
    @Test
    void theFileIsWhatNumpySaves() {
        byte[] file = new NpyArray(new float[] {1, -2.5f}, 2).toBytes();

        // np.save(file, np.array([1, -2.5], dtype="<f4"))
        assertThat(file).hasSize(128 + 8);
        assertThat(HexFormat.of().formatHex(file, 0, 10)).isEqualTo("934e554d505901007600");
        assertThat(new String(file, 10, 118, ISO_8859_1))
                .isEqualTo("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }" + " ".repeat(60) + "\n");
        assertThat(HexFormat.of().formatHex(file, 128, 136)).isEqualTo("0000803f000020c0");
    }

    @Test
    void everyValueSurvives() {
        float[] values = {Float.NaN, Float.NEGATIVE_INFINITY, -0f, Float.MIN_VALUE, 1e30f, 3};

        NpyArray read = NpyArray.fromBytes(new NpyArray(values, 1, 2, 3).toBytes());

        assertThat(read.shape()).containsExactly(1, 2, 3);
        assertThat(read.values()).isEqualTo(values);
    }

    @Test
    void aSingleNumberHasNoDimensions() {
        NpyArray read = NpyArray.fromBytes(new NpyArray(new float[] {7}).toBytes());

        assertThat(read.shape()).isEmpty();
        assertThat(read.values()).containsExactly(7);
    }

    @Test
    void anEmptyArraySurvives() {
        NpyArray read = NpyArray.fromBytes(new NpyArray(new float[0], 0, 100).toBytes());

        assertThat(read.shape()).containsExactly(0, 100);
        assertThat(read.values()).isEmpty();
    }

    @Test
    void aShapeThatDoesNotHoldTheValuesIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NpyArray(new float[5], 2, 3))
                .withMessage("shape [2, 3] does not hold 5 values");
    }

    @Test
    void aShapeThatOverflowsIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NpyArray(new float[0], 1 << 16, 1 << 16))
                .withMessageStartingWith("shape [65536, 65536] is not of at most");
    }

    @Test
    void anotherMagicNumberIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NpyArray.fromBytes("PK, not an npy file".getBytes(ISO_8859_1)))
                .withMessage("not an npy file of format version 1.0");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 9, 127})
    void aHeaderCutShortIsRefused(int length) {
        byte[] file = new NpyArray(new float[2], 2).toBytes();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> NpyArray.fromBytes(Arrays.copyOf(file, length)))
                .withMessage("npy file ends within its header");
    }

    @Test
    void anEndlessHeaderIsRefused() {
        byte[] file = new NpyArray(new float[20_000], 20_000).toBytes();
        file[9] = (byte) 0xff;

        assertThatIllegalArgumentException()
                .isThrownBy(() -> NpyArray.fromBytes(file))
                .withMessage("npy header must be at most 1024 bytes, was 65398");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }",
                "{'descr': '>f4', 'fortran_order': False, 'shape': (2,), }",
                "{'descr': '|O', 'fortran_order': False, 'shape': (2,), }",
                "{'descr': '<f4', 'fortran_order': True, 'shape': (2,), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (-2,), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (9999999999,), }",
                "{'descr': '<f4', 'fortran_order': False}",
                "__import__('os').abort()"
            })
    void anythingButFloat32InCOrderIsRefused(String header) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NpyArray.fromBytes(file(header, 8)))
                .withMessage("npy header must say '<f4', fortran_order False and a shape, found " + header);
    }

    @Test
    void anAbsurdShapeIsRefused() {
        byte[] file = file("{'descr': '<f4', 'fortran_order': False, 'shape': (999999999, 999999999), }", 8);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> NpyArray.fromBytes(file))
                .withMessageStartingWith("shape [999999999, 999999999] is not of at most");
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 9})
    void valuesThatDoNotFillTheShapeAreRefused(int bytes) {
        byte[] file = file("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", bytes);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> NpyArray.fromBytes(file))
                .withMessage("npy file of shape [2] must hold 8 bytes of values, found " + bytes);
    }

    private static byte[] file(String header, int bytes) {
        byte[] prefix = ("\u0093NUMPY\1\0" + (char) (header.length() + 1) + "\0" + header + "\n").getBytes(ISO_8859_1);
        return Arrays.copyOf(prefix, prefix.length + bytes);
    }
}
