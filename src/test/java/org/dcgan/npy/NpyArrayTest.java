package org.dcgan.npy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("fast")
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
                .isThrownBy(() -> NpyArray.fromBytes("not an npy file".getBytes(ISO_8859_1)))
                .withMessage("not an npy file: it does not begin with \\x93NUMPY");
    }

    @Test
    void anNpzArchiveIsToldFromAnArray() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NpyArray.fromBytes("PK\3\4 of several arrays".getBytes(ISO_8859_1)))
                .withMessageEndingWith("; of an npz archive, give one array");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'shape': (2, 3), 'fortran_order': False, 'descr': '<f4'}",
                "{\"descr\": \"<f4\", \"fortran_order\": False, \"shape\": (2, 3)}",
                "{'descr':'<f4','fortran_order':False,'shape':(2,3,),}",
                "  { 'descr' : '<f4' ,\t'fortran_order' : False , 'shape' : ( 2 , 3 ) , } ",
                "{'descr': '=f4', 'fortran_order': False, 'shape': (2, 3)}",
                "{'descr': '|f4', 'fortran_order': False, 'shape': (2, 3)}",
                "{'descr': 'f4', 'fortran_order': False, 'shape': (2L, 3L)}",
            })
    void readsADictionaryHoweverItIsWritten(String header) {
        NpyArray array = NpyArray.fromBytes(file(1, header, littleFloats(0, 1, 2, 3, 4, 5)));

        assertThat(array.shape()).containsExactly(2, 3);
        assertThat(array.values()).containsExactly(0, 1, 2, 3, 4, 5);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void readsEachVersion(int version) {
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }";

        assertThat(NpyArray.fromBytes(file(version, header, littleFloats(1, 2))).values())
                .containsExactly(1, 2);
    }

    @ParameterizedTest
    @CsvSource({"0,0", "4,0", "1,1", "255,255"})
    void rejectsAnotherVersion(int major, int minor) {
        byte[] file = new NpyArray(new float[2], 2).toBytes();
        file[6] = (byte) major;
        file[7] = (byte) minor;

        assertThatIllegalArgumentException()
                .isThrownBy(() -> NpyArray.fromBytes(file))
                .withMessage("npy format must be of version 1.0, 2.0 or 3.0, was " + major + "." + minor);
    }

    @Test
    void readsFortranOrderAsCOrder() {
        // np.asfortranarray(np.arange(24, dtype="<f4").reshape(2, 3, 4)).tobytes("F")
        float[] stored = {0, 12, 4, 16, 8, 20, 1, 13, 5, 17, 9, 21, 2, 14, 6, 18, 10, 22, 3, 15, 7, 19, 11, 23};
        String header = "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3, 4), }";

        float[] values =
                NpyArray.fromBytes(file(1, header, littleFloats(stored))).values();

        for (int i = 0; i < 24; i++) {
            assertThat(values[i]).isEqualTo(i);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"()", "(3,)", "(0, 5)", "(5, 0)"})
    void fortranOrderOfAtMostOneDimensionIsCOrder(String shape) {
        String header = "{'descr': '<f4', 'fortran_order': True, 'shape': " + shape + "}";
        float[] stored = shape.contains("3") ? new float[] {1, 2, 3} : new float[shape.equals("()") ? 1 : 0];

        assertThat(NpyArray.fromBytes(file(1, header, littleFloats(stored))).values())
                .isEqualTo(stored);
    }

    @Test
    void readsBigEndianNumbers() {
        byte[] values = {0x3f, (byte) 0x80, 0, 0, (byte) 0xc0, 0x20, 0, 0};

        NpyArray array = NpyArray.fromBytes(file(1, "{'descr': '>f4', 'fortran_order': False, 'shape': (2,)}", values));

        assertThat(array.values()).containsExactly(1, -2.5f);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<", ">"})
    void roundsDoublePrecisionToSingle(String order) {
        assertThat(NpyArray.fromBytes(doubles(order, 0.1, -3)).values()).containsExactly(0.1f, -3);
    }

    @Test
    void rejectsADoubleThatIsTooLargeForSinglePrecision() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NpyArray.fromBytes(doubles("<", 1e300)))
                .withMessage("npy number 1.0E300 is too large for single precision");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<i4", "|u1", "<f2", "<c8", "|O", "<U7", "|b1", "<f16", "float32"})
    void namesATypeThatIsNotRead(String type) {
        String header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (2,), }";

        assertThatIllegalArgumentException()
                .isThrownBy(() -> NpyArray.fromBytes(file(1, header, new byte[8])))
                .withMessage("npy numbers must be of type <f4, >f4, <f8 or >f8, was " + type);
    }

    @Test
    void namesAStructuredType() {
        String header = "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,), }";

        assertThatIllegalArgumentException()
                .isThrownBy(() -> NpyArray.fromBytes(file(1, header, new byte[8])))
                .withMessage("npy numbers must be of type <f4, >f4, <f8 or >f8, was a structure of several");
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
    void readsAHeaderThatIsPaddedFar() {
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }" + " ".repeat(60_000);

        assertThat(NpyArray.fromBytes(file(1, header, littleFloats(7))).values())
                .containsExactly(7);
    }

    @Test
    void anEndlessHeaderIsRefused() {
        byte[] file = file(2, "{}", new byte[80_000]);
        file[10] = 1;

        assertThatIllegalArgumentException()
                .isThrownBy(() -> NpyArray.fromBytes(file))
                .withMessage("npy header must be at most 65535 bytes, was 65539");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'descr': '<f4', 'fortran_order': False, 'shape': (-2,), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (9999999999,), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2 3), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (,), }",
                "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (2,), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), } x",
                "{'descr': '<f4', 'fortran_order': false, 'shape': (2,), }",
                "{'descr': '<f4', 'fortran_order': 0, 'shape': (2,), }",
                "{'descr: '<f4', 'fortran_order': False, 'shape': (2,), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2,",
                "{'descr",
                "__import__('os').abort()"
            })
    void rejectsWhatIsNoSuchDictionary(String header) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NpyArray.fromBytes(file(1, header, new byte[8])))
                .withMessageStartingWith(
                        "npy header must be a dictionary of descr, fortran_order and shape, found " + header);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'descr': '<f4', 'fortran_order': False}",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'extra': 'x'}"
            })
    void rejectsOtherKeys(String header) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NpyArray.fromBytes(file(1, header, new byte[8])))
                .withMessage("npy header must have exactly the keys descr, fortran_order and shape, found " + header);
    }

    @Test
    void rejectsValuesOfOtherKinds() {
        String header = "{'descr': True, 'fortran_order': '<f4', 'shape': (2,)}";

        assertThatIllegalArgumentException()
                .isThrownBy(() -> NpyArray.fromBytes(file(1, header, new byte[8])))
                .withMessageStartingWith("npy header must have a simple type, True or False, and a shape, found");
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
        return file(1, header, new byte[bytes]);
    }

    private static byte[] file(int version, String header, byte... values) {
        byte[] text = (header + "\n").getBytes(ISO_8859_1);
        ByteBuffer file = ByteBuffer.allocate(12 + text.length + values.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put("\u0093NUMPY".getBytes(ISO_8859_1)).put((byte) version).put((byte) 0);
        if (version == 1) {
            file.putShort((short) text.length);
        } else {
            file.putInt(text.length);
        }
        file.put(text).put(values);
        return Arrays.copyOf(file.array(), file.position());
    }

    private static byte[] littleFloats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    private static byte[] doubles(String order, double... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Double.BYTES)
                .order(order.equals("<") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        bytes.asDoubleBuffer().put(values);
        String header = "{'descr': '%sf8', 'fortran_order': False, 'shape': (%d,)}".formatted(order, values.length);
        return file(1, header, bytes.array());
    }
}
