package org.dcgan.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dcgan.Mutations;
import org.dcgan.gan.Tensor;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.Json;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.MethodSource;

/** Arbitrary bytes in place of a checkpoint, as a client with access to the bucket could store them. */
@Tag("fast")
class CheckpointFuzzTest {
    static Stream<byte[]> damagedObjects() {
        return Mutations.of(
                Safetensors.write(Map.of(
                        "b.weight", Tensor.of(new float[] {1, -2, 3.5f, 0, 5, 6}, 2, 3), "a.count", Tensor.of(7))),
                Json.write(new Manifest(
                        "a", 0, 938, List.of(new Manifest.File("generator.safetensors", 123, "00ff")), "00ee")),
                Json.write(List.of(new LossPoint(0, 25, 25, 1, 0.5f, 1.5f, 0.7f, 0.3f))),
                "{\"a\":{\"dtype\":\"F32\",\"shape\":{\"x\":1},\"data_offsets\":[0,4]}}".getBytes(UTF_8),
                withPrefix("F16", 2),
                withPrefix("BF16", 2),
                withPrefix("F64", 8));
    }

    /** A file from elsewhere: with metadata, a prefix, and a type that is converted. */
    private static byte[] withPrefix(String type, int bytes) {
        byte[] header = ("{\"__metadata__\":{\"format\":\"pt\"},\"module.w\":{\"dtype\":\"%s\",\"shape\":[3],"
                        + "\"data_offsets\":[0,%d]}}  ")
                .formatted(type, 3 * bytes)
                .getBytes(UTF_8);
        return ByteBuffer.allocate(Long.BYTES + header.length + 3 * bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header)
                .array();
    }

    @MethodSource("damagedObjects")
    @FuzzTest
    void anObjectIsReadOrRefused(byte[] object) {
        try {
            Safetensors.read(object).values().forEach(tensor -> assertThat(tensor.count())
                    .isLessThan(object.length));
            Map<String, Tensor> network = Safetensors.read(object, Map.of("w", new long[] {Safetensors.ANY}));
            assertThat(network.get("w").count()).isLessThan(object.length);
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
        try {
            Json.read(object, Manifest.class).files().forEach(Manifest.File::name);
        } catch (InvalidMessageException e) {
            assertThat(e.field()).isNotNull();
        }
        try {
            assertThat(Json.readList(object, LossPoint.class)).doesNotContainNull();
        } catch (InvalidMessageException e) {
            assertThat(e.field()).isNotNull();
        }
    }
}
