package org.dcgan.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.dcgan.gan.Tensor;
import org.dcgan.message.Json;

/**
 * Named tensors in Hugging Face's safetensors format: the length of a JSON header in 8 bytes, the header, the numbers; all
 * little-endian. Tensors lie in the order of their names, so the same tensors give the same bytes.
 */
public final class Safetensors {
    private static final String METADATA = "__metadata__";

    private Safetensors() {}

    /** Encodes tensors; Python reads them with {@code safetensors.torch.load}. */
    public static byte[] write(Map<String, Tensor> tensors) {
        Map<String, Tensor> sorted = new TreeMap<>(tensors);
        Map<String, Object> header = new LinkedHashMap<>();
        header.put(METADATA, Map.of("format", "pt"));
        int end = 0;
        for (Map.Entry<String, Tensor> named : sorted.entrySet()) {
            Tensor tensor = named.getValue();
            int begin = end;
            end = Math.addExact(begin, tensor.data().remaining());
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("dtype", tensor.type());
            entry.put("shape", tensor.shape());
            entry.put("data_offsets", new int[] {begin, end});
            header.put(named.getKey(), entry);
        }
        byte[] json = Json.write(header);
        int headerSize = (json.length + 7) / 8 * 8; // padded, so that the numbers are aligned
        byte[] padded = Arrays.copyOf(json, headerSize);
        Arrays.fill(padded, json.length, headerSize, (byte) ' ');
        ByteBuffer file = ByteBuffer.allocate(Long.BYTES + headerSize + end).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(headerSize).put(padded);
        sorted.values().forEach(tensor -> file.put(tensor.data().duplicate()));
        return file.array();
    }

    /**
     * Decodes tensors of the types F32 and I64, without copying their numbers.
     *
     * @throws IllegalArgumentException if the bytes are not such a file; says what is wrong with which tensor
     */
    public static Map<String, Tensor> read(byte[] file) {
        if (file.length < Long.BYTES) {
            throw new IllegalArgumentException("a safetensors file has at least 8 bytes, was " + file.length);
        }
        long headerSize = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (headerSize < 0 || headerSize > file.length - Long.BYTES) {
            throw new IllegalArgumentException(
                    "a header of " + headerSize + " bytes does not fit a file of " + file.length);
        }
        int start = Long.BYTES + (int) headerSize;
        JsonNode header = Json.tree(Arrays.copyOfRange(file, Long.BYTES, start));
        ByteBuffer numbers = ByteBuffer.wrap(file, start, file.length - start).slice();
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        header.properties().forEach(entry -> {
            if (!entry.getKey().equals(METADATA)) {
                tensors.put(entry.getKey(), tensor(entry.getKey(), entry.getValue(), numbers));
            }
        });
        return tensors;
    }

    private static Tensor tensor(String name, JsonNode entry, ByteBuffer numbers) {
        try {
            Tensor.Type type = Tensor.Type.valueOf(entry.path("dtype").asText());
            long[] offsets = numbers(entry.path("data_offsets"));
            if (offsets.length != 2 || offsets[0] < 0 || offsets[0] > offsets[1] || offsets[1] > numbers.limit()) {
                throw new IllegalArgumentException(
                        "offsets " + Arrays.toString(offsets) + " do not lie in " + numbers.limit() + " bytes");
            }
            int begin = (int) offsets[0];
            return new Tensor(type, numbers(entry.path("shape")), numbers.slice(begin, (int) offsets[1] - begin));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new IllegalArgumentException("tensor " + name + ": " + e.getMessage(), e);
        }
    }

    private static long[] numbers(JsonNode array) {
        if (!array.isArray()) {
            throw new IllegalArgumentException("shape and offsets are lists, found " + array);
        }
        long[] numbers = new long[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            if (!array.get(i).isIntegralNumber()
                    || !array.get(i).canConvertToLong()
                    || array.get(i).longValue() < 0) {
                throw new IllegalArgumentException("sizes are whole numbers from 0, found " + array.get(i));
            }
            numbers[i] = array.get(i).longValue();
        }
        return numbers;
    }
}
