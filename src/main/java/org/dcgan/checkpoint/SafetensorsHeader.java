package org.dcgan.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.google.common.io.ByteSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dcgan.format.FileKind;
import org.dcgan.message.Printable;

/**
 * The header of a safetensors file. It is read as a stream, so that memory grows with the number of tensors and not with the length
 * of the header, most of which may be metadata.
 *
 * @param tensors by name, in the header's order
 * @param start where the numbers begin in the file
 */
record SafetensorsHeader(Map<String, Entry> tensors, long start) {
    /** Describes the file; it is not a tensor. */
    static final String METADATA = "__metadata__";

    /** The format's own limit, in bytes. */
    static final long MAX_BYTES = 100_000_000;

    /** Far more than any network needs. */
    static final int MAX_TENSORS = 100_000;

    private static final int MAX_DIMENSIONS = 64;
    private static final int SHOWN = 100;
    private static final char FIRST = '{';

    /** Names are not interned: the table would grow with the metadata. */
    /** The longest name, number or text, in characters. */
    private static final int LONGEST_WORD = 100_000_000;

    private static final int DEEPEST = 10_000;

    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNameLength(LONGEST_WORD)
                    .maxNumberLength(LONGEST_WORD)
                    .maxStringLength(LONGEST_WORD)
                    .maxNestingDepth(DEEPEST)
                    .build())
            .build();

    /**
     * One tensor.
     *
     * @param type the name of its type
     * @param shape the dimensions, outermost first
     * @param begin where its numbers begin, counted from the end of the header
     * @param end where they end
     */
    record Entry(String type, long[] shape, long begin, long end) {}

    /**
     * Reads the header of a file.
     *
     * @throws IllegalArgumentException if it is not a safetensors file; the message says what it seems to be, or what is wrong with
     *     which tensor
     */
    static SafetensorsHeader read(ByteSource file) throws IOException {
        long size = file.size();
        byte[] first = file.slice(0, FileKind.TELLING_BYTES).read();
        if (first.length == 0) {
            throw new IllegalArgumentException("it is empty");
        }
        boolean marked = first.length > Long.BYTES && first[Long.BYTES] == FIRST;
        Optional<FileKind> kind = marked ? Optional.empty() : FileKind.of(first);
        if (kind.isPresent()) {
            throw new IllegalArgumentException(kind.get().notSafetensors());
        }
        if (first.length < Long.BYTES) {
            throw new IllegalArgumentException("a safetensors file has at least 8 bytes, was " + first.length);
        }
        long length = ByteBuffer.wrap(first).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (length < 0 || length > size - Long.BYTES) {
            throw new IllegalArgumentException("a header of " + Long.toUnsignedString(length)
                    + " bytes does not fit a file of " + size + ": it is cut short, or not safetensors");
        }
        if (length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "a header has at most " + MAX_BYTES + " bytes, was " + length + ": it is not safetensors");
        }
        if (!marked) {
            throw new IllegalArgumentException("its header does not begin with {: it is not safetensors");
        }
        long start = Long.BYTES + length;
        Map<String, Entry> tensors = parse(file.slice(Long.BYTES, length).openBufferedStream());
        checkLayout(tensors, size - start);
        return new SafetensorsHeader(tensors, start);
    }

    /** The names of the tensors of floating-point types that can be read. */
    List<String> floats() {
        return tensors.entrySet().stream()
                .filter(tensor -> FloatType.named(tensor.getValue().type()).isPresent())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** A name from the file as one short printable line. */
    static String shown(String name) {
        String line = Printable.line(name);
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…";
    }

    private static Map<String, Entry> parse(InputStream header) throws IOException {
        Map<String, Entry> tensors = new LinkedHashMap<>();
        try (Reader text =
                        new InputStreamReader(header, UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT));
                JsonParser json = JSON.createParser(text)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                if (name.equals(METADATA)) {
                    json.skipChildren();
                } else if (tensors.putIfAbsent(name, entry(name, json)) != null) {
                    throw new IllegalArgumentException("tensor " + shown(name) + " is there twice");
                }
                if (tensors.size() > MAX_TENSORS) {
                    throw new IllegalArgumentException("it has more than " + MAX_TENSORS + " tensors");
                }
            }
            if (json.nextToken() != null) {
                throw new IllegalArgumentException("more follows its header's object");
            }
            return tensors;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("its header is not UTF-8", e);
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null
                    ? ", or has names, numbers or texts of over %d characters or lists nested more than %d deep"
                            .formatted(LONGEST_WORD, DEEPEST)
                    : ", at character " + e.getLocation().getCharOffset();
            throw new IllegalArgumentException("its header is not JSON" + where, e);
        }
    }

    private static Entry entry(String name, JsonParser json) throws IOException {
        try {
            return entry(json);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("tensor " + shown(name) + ": " + e.getMessage(), e);
        }
    }

    private static Entry entry(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw new IllegalArgumentException("it has no dtype, shape and data_offsets");
        }
        String type = null;
        long[] shape = null;
        long[] offsets = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "dtype" -> type = text(json);
                case "shape" -> shape = sizes(json);
                case "data_offsets" -> offsets = sizes(json);
                default -> json.skipChildren();
            }
        }
        if (type == null || shape == null || offsets == null || offsets.length != 2) {
            throw new IllegalArgumentException("it must have a dtype, a shape and two data_offsets");
        }
        checkSize(type, shape, offsets);
        return new Entry(type, shape, offsets[0], offsets[1]);
    }

    private static String text(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw new IllegalArgumentException("a dtype is a text, found " + shown(json.getText()));
        }
        return json.getText();
    }

    private static long[] sizes(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw new IllegalArgumentException("shape and offsets are lists");
        }
        List<Long> sizes = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            boolean whole = json.currentToken() == JsonToken.VALUE_NUMBER_INT
                    && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
            if (!whole || json.getLongValue() < 0) {
                throw new IllegalArgumentException("sizes are whole numbers from 0, found " + shown(json.getText()));
            }
            if (sizes.size() == MAX_DIMENSIONS) {
                throw new IllegalArgumentException("it has more than " + MAX_DIMENSIONS + " dimensions");
            }
            sizes.add(json.getLongValue());
        }
        return sizes.stream().mapToLong(Long::longValue).toArray();
    }

    private static void checkSize(String type, long[] shape, long... offsets) {
        if (offsets[0] > offsets[1]) {
            throw new IllegalArgumentException("its offsets " + Arrays.toString(offsets) + " are not in order");
        }
        long count = 1;
        try {
            for (long dimension : shape) {
                count = Math.multiplyExact(count, dimension);
            }
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("its shape " + Arrays.toString(shape) + " has too many numbers", e);
        }
        int bytes = type.equals("I64")
                ? Long.BYTES
                : FloatType.named(type).map(FloatType::bytes).orElse(0);
        long found = offsets[1] - offsets[0];
        if (bytes > 0 && (found % bytes != 0 || found / bytes != count)) {
            throw new IllegalArgumentException(
                    "%d numbers of type %s, shape %s, do not take the %d bytes of its offsets %s"
                            .formatted(count, type, Arrays.toString(shape), found, Arrays.toString(offsets)));
        }
    }

    /** Checks what the format requires: the numbers of the tensors follow each other without gaps, and nothing follows the last. */
    private static void checkLayout(Map<String, Entry> tensors, long bytes) {
        List<Map.Entry<String, Entry>> inOrder = tensors.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<String, Entry> tensor) ->
                                tensor.getValue().begin())
                        .thenComparingLong(tensor -> tensor.getValue().end()))
                .toList();
        long end = 0;
        for (Map.Entry<String, Entry> tensor : inOrder) {
            Entry entry = tensor.getValue();
            String name = "tensor " + shown(tensor.getKey());
            if (entry.end() > bytes) {
                throw new IllegalArgumentException("%s: offsets [%d, %d] do not lie in %d bytes: the file is cut short"
                        .formatted(name, entry.begin(), entry.end(), bytes));
            }
            if (entry.begin() != end) {
                throw new IllegalArgumentException("%s begins at %d, %s the tensor before it ends at %d"
                        .formatted(name, entry.begin(), entry.begin() < end ? "but" : "and leaves a gap:", end));
            }
            end = entry.end();
        }
        if (end != bytes) {
            throw new IllegalArgumentException((bytes - end) + " bytes follow the last tensor");
        }
    }
}
