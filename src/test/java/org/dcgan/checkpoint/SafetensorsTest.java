package org.dcgan.checkpoint;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.io.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.dcgan.gan.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("fast")
class SafetensorsTest {
    private static final Map<String, long[]> TWO_LAYERS =
            new TreeMap<>(Map.of("up.0.weight", new long[] {1}, "up.1.weight", new long[] {1}));

    @Test
    void readsBackWhatWasWritten() {
        byte[] file = Safetensors.write(
                Map.of("b.weight", Tensor.of(new float[] {1, -2, 3.5f, 0, 5, 6}, 2, 3), "a.count", Tensor.of(7)));

        Map<String, Tensor> tensors = Safetensors.read(file);

        assertThat(tensors).containsOnlyKeys("a.count", "b.weight");
        assertThat(tensors.get("a.count").scalar()).isEqualTo(7);
        assertThat(tensors.get("b.weight").shape()).containsExactly(2, 3);
        assertThat(tensors.get("b.weight").floats()).containsExactly(1, -2, 3.5f, 0, 5, 6);
    }

    @Test
    void theNumbersBeginAtAMultipleOfEight() {
        byte[] file = Safetensors.write(Map.of("a", Tensor.of(new float[] {1}, 1)));

        assertThat(ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong() % 8)
                .isZero();
        assertThat(file.length % 8).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":{\"dtype\":\"F8_E4M3\",\"shape\":[8],\"data_offsets\":[0,8]}} | tensor a: type F8_E4M3 cannot be read; those that can are F32, F16, BF16, F64",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}} | tensor a: 2 numbers of type F32, shape [2], do not take the 4 bytes of its offsets [0, 4]",
                "{\"a\":{\"dtype\":\"BF16\",\"shape\":[3],\"data_offsets\":[0,8]}} | tensor a: 3 numbers of type BF16",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,8]}} | tensor a: 0 numbers of type F32",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}} | 4 bytes follow the last tensor",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}} | tensor a begins at 4, and leaves a gap: the tensor before it ends at 0",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}} | tensor b begins at 4, but the tensor before it ends at 8",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}} | tensor a is there twice",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}} | tensor a: it must have a dtype, a shape and two data_offsets",
                "{\"a\":{\"dtype\":7,\"shape\":[2],\"data_offsets\":[0,8]}} | tensor a: a dtype is a text, found 7",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[99999999999999999999],\"data_offsets\":[0,8]}} | tensor a: sizes are whole numbers from 0",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]}} | do not lie in 8 bytes",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}} | its offsets [4, 0] are not in order",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[-4,0]}} | sizes are whole numbers from 0",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,4]}} | tensor a:",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[65536,65536,65536],\"data_offsets\":[0,4]}} | tensor a:",
                "{\"a\":7} | tensor a:",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":{\"x\":1},\"data_offsets\":[0,4]}} | tensor a: shape and offsets are lists",
                "[] | its header does not begin with {",
                "' {}' | its header does not begin with {",
                "{ | its header is not JSON, at character",
                "{}x | its header is not JSON, at character",
                "{}{} | more follows its header's object",
                "{\"a\" | its header is not JSON, at character",
            })
    void aHostileHeaderIsRefused(String header, String reason) {
        byte[] file = file(header.length(), header, 8);

        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void aHeaderThatIsNestedTooDeeplyIsRefused() {
        String header = "{\"__metadata__\":" + "[".repeat(20_000) + "]".repeat(20_000) + "}";

        assertThatThrownBy(() -> Safetensors.read(file(header.length(), header, 8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lists nested more than 10000 deep");
    }

    @Test
    void acceptsMetadataWithLongNamesAndNumbers() {
        String metadata = "{\"%s\":%s}".formatted("n".repeat(100_000), "7".repeat(10_000));
        String header =
                "{\"__metadata__\":" + metadata + ",\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";

        assertThat(Safetensors.read(file(header.length(), header, 8))).containsOnlyKeys("a");
    }

    @Test
    void acceptsSpacesAfterTheHeadersObject() {
        String header = "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}   ";

        assertThat(Safetensors.read(file(header.length(), header, 8)).get("a").floats())
                .containsExactly(0, 0);
    }

    @Test
    void rejectsAHeaderThatIsNotUtf8() {
        byte[] file = file(9, "{\"__a\":1}", 0);
        file[Long.BYTES + 3] = (byte) 0xff;

        assertThatThrownBy(() -> Safetensors.read(file)).hasMessage("its header is not UTF-8");
    }

    @Test
    void acceptsMetadataOfEightyMegabytes() throws IOException {
        byte[] metadata = ("{\"__metadata__\":{\"notes\":\"" + "x".repeat(1_000_000)).getBytes(UTF_8);
        byte[] rest = ("\"},\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}").getBytes(UTF_8);
        ByteSource filler = ByteSource.wrap("x".repeat(1_000_000).getBytes(UTF_8));
        List<ByteSource> parts = new ArrayList<>(Collections.nCopies(79, filler));
        long size = metadata.length + 79_000_000L + rest.length;
        parts.add(0, ByteSource.wrap(metadata));
        parts.add(0, ByteSource.wrap(file(size, "", 0)));
        parts.add(ByteSource.wrap(rest));
        parts.add(ByteSource.wrap(new byte[] {0, 0, (byte) 0x80, 0x3f}));

        Map<String, Tensor> tensors = Safetensors.read(ByteSource.concat(parts), Map.of("a", new long[] {1}));

        assertThat(tensors.get("a").floats()).containsExactly(1);
    }

    @Test
    void rejectsAHeaderAboveTheFormatsLimit() {
        ByteSource large =
                ByteSource.concat(ByteSource.wrap(file(100_000_001, "{", 0)), ByteSource.wrap(new byte[100_000_001]));

        assertThatThrownBy(() -> Safetensors.read(large, Map.of()))
                .hasMessageStartingWith("a header has at most 100000000 bytes, was 100000001");
    }

    @Test
    void readsHalfPrecisionAsSingle() {
        // numpy: np.array([1.5, -0.1, 65504, 6e-8, 6.1e-5], "float16")
        byte[] file = tensorFile("F16", 5, 0x3e00, 0xae66, 0x7bff, 0x0001, 0x0400);

        assertThat(floats(file, 5)).containsExactly(1.5f, -0.099975586f, 65504f, 5.9604645e-8f, 6.1035156e-5f);
    }

    @Test
    void keepsWhatIsNotFiniteInHalfPrecision() {
        byte[] file = tensorFile("F16", 4, 0x7c00, 0xfc00, 0x7e01, 0x8000);

        assertThat(floats(file, 4)).containsExactly(Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN, -0f);
    }

    @Test
    void readsBfloat16AsSingle() {
        byte[] file = tensorFile("BF16", 3, 0x3fc0, 0xbdcd, 0x7f7f);

        assertThat(floats(file, 3)).containsExactly(1.5f, -0.100097656f, 3.3895314e38f);
    }

    @Test
    void roundsDoublePrecisionToSingle() {
        assertThat(floats(doubles(0.1, -1e-300, 3.5), 3)).containsExactly(0.1f, -0f, 3.5f);
    }

    @Test
    void rejectsADoubleThatIsTooLargeForSinglePrecision() {
        byte[] file = doubles(0.1, 1e300);

        assertThatThrownBy(() -> floats(file, 2)).hasMessage("tensor a: 1.0E300 is too large for single precision");
    }

    @Test
    void skipsTensorsThatAreNotNeededWhateverTheirType() {
        String header = "{\"z\":{\"dtype\":\"F8_E4M3\",\"shape\":[4],\"data_offsets\":[0,4]},"
                + "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]},"
                + "\"n\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[8,16]}}";

        Map<String, Tensor> tensors = Safetensors.read(file(header.length(), header, 16), Map.of("a", new long[] {1}));

        assertThat(tensors).containsOnlyKeys("a", "n");
    }

    @Test
    void namesATensorOfATypeThatCannotBeRead() {
        String header = "{\"a\":{\"dtype\":\"I32\",\"shape\":[2],\"data_offsets\":[0,8]}}";
        byte[] file = file(header.length(), header, 8);

        assertThatThrownBy(() -> floats(file, 2))
                .hasMessage("tensor a: type I32 cannot be read; those that can are F32, F16, BF16, F64");
    }

    @ParameterizedTest
    @ValueSource(strings = {"module.", "_orig_mod.", "generator.", "module._orig_mod.netG."})
    void takesOffWhatStandsBeforeAllNames(String prefix) {
        byte[] file = Safetensors.write(Map.of(
                prefix + "up.0.weight",
                Tensor.of(new float[] {1}, 1),
                prefix + "up.1.weight",
                Tensor.of(new float[] {2}, 1),
                prefix + "up.1.num_batches_tracked",
                Tensor.of(7),
                "discriminator.main.weight",
                Tensor.of(new float[] {3}, 1)));

        Map<String, Tensor> tensors = Safetensors.read(file, TWO_LAYERS);

        assertThat(tensors).containsOnlyKeys("up.0.weight", "up.1.weight", "up.1.num_batches_tracked");
    }

    @Test
    void prefersNamesAsTheyAre() {
        byte[] file = Safetensors.write(Map.of(
                "up.0.weight", Tensor.of(new float[] {1}, 1),
                "up.1.weight", Tensor.of(new float[] {2}, 1),
                "ema.up.0.weight", Tensor.of(new float[] {3}, 1),
                "ema.up.1.weight", Tensor.of(new float[] {4}, 1)));

        assertThat(Safetensors.read(file, TWO_LAYERS).get("up.0.weight").floats())
                .containsExactly(1);
    }

    @Test
    void listsWhatWasFoundAndWhatWasExpected() {
        byte[] file = Safetensors.write(Map.of(
                "module.up.0.weight", Tensor.of(new float[] {1}, 1), "up.1.weight", Tensor.of(new float[] {2}, 1)));

        assertThatThrownBy(() -> Safetensors.read(file, TWO_LAYERS))
                .hasMessage("it lacks up.0.weight; expected are up.0.weight, up.1.weight; "
                        + "found are module.up.0.weight, up.1.weight");
    }

    @Test
    void rejectsAFileWithNoTensorOfTheNetwork() {
        byte[] file = Safetensors.write(Map.of("bert.pooler.weight", Tensor.of(new float[] {1}, 1)));

        assertThatThrownBy(() -> Safetensors.read(file, TWO_LAYERS))
                .hasMessage("it has none of the network's tensors; expected are up.0.weight, up.1.weight; "
                        + "found are bert.pooler.weight");
    }

    @Test
    void rejectsTwoNetworksThatBothFit() {
        byte[] file = Safetensors.write(Map.of(
                "a.up.0.weight", Tensor.of(new float[] {1}, 1),
                "a.up.1.weight", Tensor.of(new float[] {2}, 1),
                "b.up.0.weight", Tensor.of(new float[] {3}, 1),
                "b.up.1.weight", Tensor.of(new float[] {4}, 1)));

        assertThatThrownBy(() -> Safetensors.read(file, TWO_LAYERS))
                .hasMessage("several networks in it fit: names that begin with a., b.; save only one of them");
    }

    @Test
    void rejectsABiasThatTheNetworkLacks() {
        byte[] file = Safetensors.write(Map.of(
                "m.up.0.weight", Tensor.of(new float[] {1}, 1),
                "m.up.0.bias", Tensor.of(new float[] {1}, 1),
                "m.up.1.weight", Tensor.of(new float[] {2}, 1)));

        assertThatThrownBy(() -> Safetensors.read(file, TWO_LAYERS))
                .hasMessage("tensor m.up.0.bias has no place in the network; expected are up.0.weight, up.1.weight");
    }

    @Test
    void rejectsAnotherShapeBeforeReadingTheNumbers() {
        byte[] file = Safetensors.write(Map.of("a", Tensor.of(new float[6], 2, 3)));

        assertThatThrownBy(() -> Safetensors.read(file, Map.of("a", new long[] {Safetensors.ANY, 4})))
                .hasMessage("tensor a must be of shape [1 to 16384, 4], was [2, 3]");
    }

    @Test
    void namesAreShownAsOneShortPrintableLine() {
        byte[] file = Safetensors.write(Map.of("\u001b[2J\n" + "x".repeat(1_000), Tensor.of(new float[] {1}, 1)));

        assertThatThrownBy(() -> Safetensors.read(file, TWO_LAYERS))
                .hasMessageEndingWith("found are ?[2J?" + "x".repeat(95) + "…");
    }

    @Test
    void rejectsMoreTensorsThanAnyNetworkHas() {
        String header = IntStream.range(0, 100_001)
                .mapToObj(i -> "\"" + i + "\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}")
                .collect(Collectors.joining(",", "{", "}"));
        byte[] file = file(header.length(), header, 0);

        assertThatThrownBy(() -> Safetensors.read(file)).hasMessage("it has more than 100000 tensors");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | it is empty",
                "504b0304140000000000000000000000000000000000000000000e00000067656e2f646174612e706b6c | it seems to be a PyTorch file, not safetensors: convert it in Python: safetensors.torch.save_file(torch.load(",
                "80028a0a6cfc9c46f9206aa850192e80 | it seems to be a PyTorch file",
                "504b03040000080800000000000000000000000000000000000000000d00000073 63726970742f646174612f30 | it seems to be a TorchScript file",
                "800495a1000000000000007d9428 | it seems to be a Python pickle",
                "504b0304140000000000000000000000000000000000000000000500000061 2e6e7079 | it seems to be a NumPy npz archive",
                "504b030414000000000000000000 | it seems to be a zip archive",
                "934e554d50590100 | it seems to be a single NumPy array",
                "76657273696f6e2068747470733a2f2f6769742d6c66732e | it seems to be a Git LFS pointer in place of the file, not safetensors: fetch the file with: git lfs pull",
                "0a207b226d65746164617461223a7b7d7d | it seems to be JSON text",
                "efbbbf5b5d | it seems to be JSON text",
                "3c21444f43545950452068746d6c3e | it seems to be a web page",
                "1f8b0800 | it seems to be compressed with gzip",
                "4747554603000000 | it seems to be a GGUF model",
                "894844460d0a1a0a | it seems to be an HDF5 file",
                "080812077079746f726368 | it seems to be an ONNX model",
                "28 6470300a 5661 | it seems to be a Python pickle",
                "63 636f6c6c656374696f6e730a4f726465726564446963740a 71 00 | it seems to be a Python pickle",
                "7d 7100 28 | it seems to be a Python pickle",
                "89504e470d0a1a0a | it seems to be a PNG image, not safetensors: give the .safetensors file",
                "ffd8ffe0 | it seems to be a JPEG image",
                "6c6f737320302e35c3bc | it seems to be plain text",
            })
    void saysWhatAnotherFileSeemsToBe(String hexadecimal, String message) {
        byte[] file = HexFormat.of().parseHex(hexadecimal.replace(" ", ""));

        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void saysThatAFileSeemsToBeATarArchive() {
        byte[] file = new byte[512];
        System.arraycopy("ustar".getBytes(US_ASCII), 0, file, 257, 5);
        file[0] = 'a';

        assertThatThrownBy(() -> Safetensors.read(file)).hasMessageStartingWith("it seems to be a tar archive");
    }

    @Test
    void aHeaderOf640BytesIsNotTakenForAPickle() {
        String header = "{}" + " ".repeat(638); // its length is 80 02, as a pickle begins

        assertThat(Safetensors.read(file(640, header, 0))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"-1", "100000", "9223372036854775807"})
    void aHeaderThatDoesNotFitTheFileIsRefused(long size) {
        assertThatThrownBy(() -> Safetensors.read(file(size, "{}", 8)))
                .hasMessageContaining("does not fit a file of 18");
    }

    @Test
    void aFileTooShortForItsHeadersSizeIsRefused() {
        assertThatThrownBy(() -> Safetensors.read(new byte[7])).hasMessageContaining("at least 8 bytes, was 7");
    }

    private static float[] floats(byte[] file, int count) {
        return Safetensors.read(file, Map.of("a", new long[] {count})).get("a").floats();
    }

    private static byte[] tensorFile(String type, int count, int... halves) {
        byte[] file = header(type, count, 2 * halves.length);
        ByteBuffer numbers = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        numbers.position(file.length - 2 * halves.length);
        IntStream.of(halves).forEach(half -> numbers.putShort((short) half));
        return file;
    }

    private static byte[] doubles(double... values) {
        byte[] file = header("F64", values.length, Double.BYTES * values.length);
        ByteBuffer numbers = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        numbers.position(file.length - Double.BYTES * values.length);
        DoubleStream.of(values).forEach(numbers::putDouble);
        return file;
    }

    private static byte[] header(String type, int count, int bytes) {
        String header =
                "{\"a\":{\"dtype\":\"%s\",\"shape\":[%d],\"data_offsets\":[0,%d]}}".formatted(type, count, bytes);
        return file(header.length(), header, bytes);
    }

    private static byte[] file(long headerSize, String header, int numbers) {
        byte[] json = header.getBytes(UTF_8);
        return ByteBuffer.allocate(Long.BYTES + json.length + numbers)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(headerSize)
                .put(json)
                .array();
    }
}
