package org.dcgan.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.ByteArrayInputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Writes messages as JSON without absent fields, and reads them strictly: a string is not accepted as a number, nor 1.5 as a whole
 * number (1.0 is), and no field may occur twice. A component of a primitive type is required. A component that may be absent, for
 * instance because it was added later, has a nullable type, and the record's constructor sets its default or rejects it. Unknown
 * fields are skipped and reported, so that messages of newer versions can be read.
 */
public final class Json {
    /** Far deeper than any message of this program. */
    private static final int MOST_BYTES = 64 * 1024;

    private static final int DEEPEST = 16;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .build())
            .addModule(new JavaTimeModule())
            .addModule(new SimpleModule().addDeserializer(Instant.class, new TimeDeserializer()))
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .withCoercionConfig(LogicalType.Textual, text -> {
                text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
                text.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
                text.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
            })
            .build();

    /** Keeps each digit of a number, to check whether it is whole. */
    private static final ObjectReader TREES = MAPPER.reader().with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    /** Reads one element of a list; more may follow. */
    private static final ObjectReader ELEMENTS =
            MAPPER.readerFor(TokenBuffer.class).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Json() {}

    /** A message, or a list or map of them, as UTF-8 JSON. */
    public static byte[] write(Object message) {
        try {
            return MAPPER.writeValueAsBytes(message);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot write " + message, e);
        }
    }

    /** The present fields of a message, as they would be written. */
    public static Map<String, Object> fields(Object message) {
        return MAPPER.convertValue(message, new TypeReference<>() {});
    }

    /** Reads a message, skipping unknown fields. */
    public static <T> T read(byte[] json, Class<T> type) {
        return read(json, type, unknown -> {});
    }

    /**
     * Reads a message from a client that waits for the response, so unknown fields are errors.
     *
     * @throws InvalidMessageException also if it has an unknown field
     */
    public static <T extends Record> T readKnown(byte[] json, Class<T> type) {
        List<String> unknown = new ArrayList<>();
        T message = read(json, type, unknown::add);
        if (!unknown.isEmpty()) {
            List<String> fields = Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getName)
                    .toList();
            throw InvalidMessageException.unknown("field", unknown.get(0), fields);
        }
        return message;
    }

    /**
     * Reads a message.
     *
     * @param json UTF-8, at most 64 KiB; null for a Kafka record without a value
     * @param unknownField receives the name of each unknown field
     * @throws InvalidMessageException if it is invalid; names the field, the value and what is allowed
     */
    public static <T> T read(byte[] json, Class<T> type, Consumer<String> unknownField) {
        JsonNode tree = tree(json);
        try {
            return MAPPER.readerFor(type)
                    .withHandler(new SkipUnknown(unknownField))
                    .readValue(WholeNumbers.in(tree));
        } catch (JsonMappingException e) {
            throw RefusedValue.of(e, tree, TypeFactory.defaultInstance().constructType(type));
        } catch (IOException e) {
            throw new InvalidMessageException("message", Unreadable.reason(e), "a JSON object");
        }
    }

    /**
     * Reads any object.
     *
     * @throws InvalidMessageException if it is not an object, or longer than 64 KiB
     */
    public static JsonNode tree(byte[] json) {
        if (json == null || json.length == 0) {
            throw new InvalidMessageException("message", "empty", "a JSON object");
        }
        if (json.length > MOST_BYTES) {
            throw new InvalidMessageException("message", json.length + " bytes", "at most " + MOST_BYTES + " bytes");
        }
        try {
            JsonNode tree = TREES.readTree(json);
            if (!tree.isObject()) {
                throw new InvalidMessageException("message", tree, "a JSON object");
            }
            return tree;
        } catch (IOException e) {
            throw new InvalidMessageException("message", Unreadable.reason(e), "a JSON object");
        } catch (NumberFormatException e) {
            throw new InvalidMessageException("message", "one with a number that is too long", "a JSON object");
        }
    }

    /**
     * Writes a list of any length as UTF-8 JSON, one element after another: the bytes that {@link #write} gives of the whole list. The
     * stream stays open.
     */
    public static void writeList(OutputStream out, Stream<?> elements) throws IOException {
        try (SequenceWriter list =
                MAPPER.writer().without(JsonGenerator.Feature.AUTO_CLOSE_TARGET).writeValuesAsArray(out)) {
            for (Iterator<?> rest = elements.iterator(); rest.hasNext(); ) {
                list.write(rest.next());
            }
        }
    }

    /**
     * Reads a list of any length.
     *
     * @throws InvalidMessageException if it is none
     */
    public static <T> List<T> readList(byte[] json, Class<T> element) {
        try {
            return readList(new ByteArrayInputStream(json), element);
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory does not fail", e);
        }
    }

    /**
     * Reads a list of any length, with only one element in memory as text at a time.
     *
     * @throws InvalidMessageException if it is none
     * @throws IOException if the stream cannot be read
     */
    public static <T> List<T> readList(InputStream json, Class<T> element) throws IOException {
        String allowed = "a JSON list of objects";
        List<T> list = new ArrayList<>();
        try (JsonParser parser = MAPPER.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                Object found = parser.hasCurrentToken() ? MAPPER.readTree(parser) : "empty";
                throw new InvalidMessageException("message", found, allowed);
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                list.add(element(parser, element, list.size()));
            }
            if (parser.nextToken() != null) {
                throw new InvalidMessageException("message", "followed by more", allowed);
            }
            return list;
        } catch (JsonProcessingException | CharConversionException e) {
            throw new InvalidMessageException("message", Unreadable.reason(e), allowed);
        }
    }

    private static <T> T element(JsonParser parser, Class<T> type, int index) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            throw new InvalidMessageException("[" + index + "]", "null", "an object");
        }
        TokenBuffer element = ELEMENTS.readValue(parser);
        try {
            return MAPPER.readerFor(type)
                    .withHandler(new SkipUnknown(unknown -> {}))
                    .readValue(element.asParser());
        } catch (JsonMappingException e) {
            ArrayNode list = MAPPER.createArrayNode();
            IntStream.range(0, index).forEach(before -> list.addNull());
            list.add((JsonNode) MAPPER.readTree(element.asParser()));
            e.prependPath(list, index);
            throw RefusedValue.of(e, list, TypeFactory.defaultInstance().constructCollectionType(List.class, type));
        }
    }

    private static final class SkipUnknown extends DeserializationProblemHandler {
        private final Consumer<String> unknownField;

        SkipUnknown(Consumer<String> unknownField) {
            this.unknownField = unknownField;
        }

        @Override
        public boolean handleUnknownProperty(
                DeserializationContext context,
                JsonParser parser,
                JsonDeserializer<?> deserializer,
                Object beanOrClass,
                String name)
                throws IOException {
            unknownField.accept(name);
            parser.skipChildren();
            return true;
        }
    }
}
