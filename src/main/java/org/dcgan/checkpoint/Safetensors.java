package org.dcgan.checkpoint;

import com.google.common.io.ByteSource;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.dcgan.checkpoint.SafetensorsHeader.Entry;
import org.dcgan.gan.Tensor;
import org.dcgan.message.Json;

/**
 * Named tensors in Hugging Face's safetensors format: the length of a JSON header in 8 bytes, the header, the numbers; all
 * little-endian. Tensors lie in the order of their names, so the same tensors give the same bytes.
 */
public final class Safetensors {
    /** Marks a dimension of any size in an expected shape. */
    public static final long ANY = -1;

    private static final long MOST_OF_ANY = 16_384;
    private static final String I64 = Tensor.Type.I64.name();

    private Safetensors() {}

    /** Encodes tensors; Python reads them with {@code safetensors.torch.load}. */
    public static byte[] write(Map<String, Tensor> tensors) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try {
            write(tensors, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // writing to memory does not fail
        }
        return file.toByteArray();
    }

    /** Encodes tensors as {@link #write(Map)} does. The stream stays open. */
    static void write(Map<String, Tensor> tensors, OutputStream out) throws IOException {
        Map<String, Tensor> sorted = new TreeMap<>(tensors);
        Map<String, Object> header = new LinkedHashMap<>();
        header.put(SafetensorsHeader.METADATA, Map.of("format", "pt"));
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
        WritableByteChannel file = Channels.newChannel(out);
        file.write(
                ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(0, headerSize));
        file.write(ByteBuffer.wrap(padded));
        for (Tensor tensor : sorted.values()) {
            file.write(tensor.data().duplicate());
        }
    }

    /**
     * Decodes all tensors, of which each must be of a floating-point type, read as F32, or I64.
     *
     * @throws IllegalArgumentException if the bytes are not such a file; says what is wrong with which tensor
     */
    public static Map<String, Tensor> read(byte[] file) {
        try {
            ByteSource bytes = ByteSource.wrap(file);
            SafetensorsHeader header = SafetensorsHeader.read(bytes);
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            for (Map.Entry<String, Entry> named : header.tensors().entrySet()) {
                Entry entry = named.getValue();
                tensors.put(
                        named.getKey(),
                        entry.type().equals(I64) ? count(bytes, header, entry) : floats(bytes, header, named.getKey()));
            }
            return tensors;
        } catch (IOException e) {
            throw new UncheckedIOException(e); // reading from memory does not fail
        }
    }

    /** Reads a network as {@link #read(ByteSource, Map)} does. */
    public static Map<String, Tensor> read(byte[] file, Map<String, long[]> expected) {
        try {
            return read(ByteSource.wrap(file), expected);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // reading from memory does not fail
        }
    }

    /**
     * Decodes a network's tensors, written by this program or another: they may be of any floating-point type that is read as F32, and what
     * wrappers put before all of their names is taken off. Other tensors are not read, but for scalars of the type I64, PyTorch's
     * counts of batches.
     *
     * @param expected name → shape, in which {@link #ANY} stands for a size that is not known
     * @return the tensors by the expected names
     * @throws IllegalArgumentException if it is not such a file; says what it seems to be, what is wrong with which tensor, or
     *     which names were found in place of the expected ones
     */
    public static Map<String, Tensor> read(ByteSource file, Map<String, long[]> expected) throws IOException {
        SafetensorsHeader header = SafetensorsHeader.read(file);
        TensorNames names = new TensorNames(header.tensors().keySet(), expected.keySet());
        String prefix = names.prefix();
        names.checkUnknown(prefix, header.floats());
        for (Map.Entry<String, long[]> tensor : expected.entrySet()) {
            checkShape(prefix + tensor.getKey(), header, tensor.getValue());
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (String name : expected.keySet()) {
            tensors.put(name, floats(file, header, prefix + name));
        }
        for (Map.Entry<String, Entry> other : header.tensors().entrySet()) {
            Entry entry = other.getValue();
            if (other.getKey().startsWith(prefix) && entry.type().equals(I64) && entry.shape().length == 0) {
                tensors.put(other.getKey().substring(prefix.length()), count(file, header, entry));
            }
        }
        return tensors;
    }

    private static void checkShape(String name, SafetensorsHeader header, long... expected) {
        long[] shape = header.tensors().get(name).shape();
        boolean fits = shape.length == expected.length;
        for (int i = 0; fits && i < shape.length; i++) {
            fits = expected[i] == ANY ? shape[i] > 0 && shape[i] <= MOST_OF_ANY : shape[i] == expected[i];
        }
        if (!fits) {
            throw new IllegalArgumentException("tensor %s must be of shape %s, was %s"
                    .formatted(
                            SafetensorsHeader.shown(name),
                            Arrays.toString(expected).replace(Long.toString(ANY), "1 to " + MOST_OF_ANY),
                            Arrays.toString(shape)));
        }
    }

    private static Tensor floats(ByteSource file, SafetensorsHeader header, String name) throws IOException {
        Entry entry = header.tensors().get(name);
        try {
            FloatType type = FloatType.named(entry.type())
                    .orElseThrow(() -> new IllegalArgumentException("type %s cannot be read; those that can are %s"
                            .formatted(SafetensorsHeader.shown(entry.type()), FloatType.names())));
            return new Tensor(Tensor.Type.F32, entry.shape(), type.toSingle(numbers(file, header, entry)));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new IllegalArgumentException("tensor " + SafetensorsHeader.shown(name) + ": " + e.getMessage(), e);
        }
    }

    private static Tensor count(ByteSource file, SafetensorsHeader header, Entry entry) throws IOException {
        return new Tensor(Tensor.Type.I64, entry.shape(), ByteBuffer.wrap(numbers(file, header, entry)));
    }

    private static byte[] numbers(ByteSource file, SafetensorsHeader header, Entry entry) throws IOException {
        long size = entry.end() - entry.begin();
        byte[] numbers = file.slice(header.start() + entry.begin(), size).read();
        if (numbers.length != size) {
            throw new EOFException("the file has become shorter while it was read");
        }
        return numbers;
    }
}
