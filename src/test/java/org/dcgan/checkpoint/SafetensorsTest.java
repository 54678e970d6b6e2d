package org.dcgan.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import org.dcgan.gan.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
    @Test
    void whatIsWrittenIsReadBack() {
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
                "{\"a\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]}} | tensor a:",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}} | has 8 bytes, was given 4",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]}} | do not lie in 8 bytes",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}} | do not lie in 8 bytes",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[-4,0]}} | sizes are whole numbers from 0",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,4]}} | tensor a:",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[65536,65536,65536],\"data_offsets\":[0,4]}} | tensor a:",
                "{\"a\":7} | tensor a:",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":{\"x\":1},\"data_offsets\":[0,4]}} | tensor a: shape and offsets are lists",
                "[] | must be a JSON object",
                "{ | must be a JSON object",
            })
    void aHostileHeaderIsRefused(String header, String reason) {
        assertThatThrownBy(() -> Safetensors.read(file(header.length(), header, 8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
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

    private static byte[] file(long headerSize, String header, int numbers) {
        byte[] json = header.getBytes(UTF_8);
        return ByteBuffer.allocate(Long.BYTES + json.length + numbers)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(headerSize)
                .put(json)
                .array();
    }
}
