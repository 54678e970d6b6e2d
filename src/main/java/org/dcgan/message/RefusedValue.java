package org.dcgan.message;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.TypeFactory;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** An invalid value of a message's field. */
final class RefusedValue {
    private static final TypeFactory TYPES = TypeFactory.defaultInstance();

    private RefusedValue() {}

    /**
     * The refusal of the value at the end of a path through fields and lists.
     *
     * @param failure names the path, and the record's own refusal if that is the cause
     * @param message where the path begins
     * @param type the record, or list of records, that the message was to be
     */
    static InvalidMessageException of(JsonMappingException failure, JsonNode message, JavaType type) {
        StringBuilder field = new StringBuilder();
        JsonNode value = message;
        JavaType wanted = type;
        for (JsonMappingException.Reference step : failure.getPath()) {
            if (step.getFieldName() == null) {
                field.append('[').append(step.getIndex()).append(']');
                value = value.get(step.getIndex());
                wanted = wanted.getContentType();
            } else {
                field.append(field.isEmpty() ? "" : ".").append(step.getFieldName());
                value = value.get(step.getFieldName());
                wanted = component(wanted.getRawClass(), step.getFieldName());
            }
        }
        if (failure.getCause() instanceof InvalidMessageException refusal) {
            return refusal.at(field.toString());
        }
        if (failure instanceof ValueInstantiationException) {
            throw new IllegalStateException(
                    "cannot make a " + wanted.getRawClass().getSimpleName(), failure);
        }
        String allowed = allowed(wanted, value);
        if (isInteger(wanted)) {
            allowed = range(message, field.toString(), value, type).orElse(allowed);
        }
        return new InvalidMessageException(field.toString(), value, allowed);
    }

    /** The record's own message about a whole number that is too large for its component. */
    private static Optional<String> range(JsonNode message, String field, JsonNode value, JavaType type) {
        if (value == null || !WholeNumbers.in(value).isIntegralNumber() || !message.has(field)) {
            return Optional.empty();
        }
        ObjectNode nearest = message.deepCopy();
        nearest.put(field, value.decimalValue().signum() < 0 ? Integer.MIN_VALUE : Integer.MAX_VALUE);
        try {
            Json.read(Json.write(nearest), type.getRawClass());
            return Optional.empty();
        } catch (InvalidMessageException e) {
            return Optional.of(e.allowed()).filter(allowed -> e.field().equals(field));
        }
    }

    private static boolean isInteger(JavaType type) {
        return type.getRawClass() == Integer.class || type.getRawClass() == int.class;
    }

    private static JavaType component(Class<?> message, String field) {
        return Arrays.stream(message.getRecordComponents())
                .filter(component -> component.getName().equals(field))
                .findFirst()
                .map(component -> TYPES.constructType(component.getGenericType()))
                .orElseThrow();
    }

    /** @param value what was given; null if the field is absent */
    private static String allowed(JavaType wanted, JsonNode value) {
        Class<?> type = wanted.getRawClass();
        if (type == Long.class || type == long.class) {
            return "a whole number from " + Long.MIN_VALUE + " to " + Long.MAX_VALUE;
        }
        if (isInteger(wanted)) {
            boolean isWhole = value != null && value.isIntegralNumber();
            return "a whole number" + (isWhole ? " from " + Integer.MIN_VALUE + " to " + Integer.MAX_VALUE : "");
        }
        if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
            return "a number";
        }
        if (type == Boolean.class) {
            return "true or false";
        }
        if (type.isEnum()) {
            return "one of " + Arrays.toString(type.getEnumConstants());
        }
        if (type.isRecord()) {
            return "an object";
        }
        if (wanted.isCollectionLikeType()) {
            return "a list";
        }
        return type == Instant.class ? "a time in ISO 8601" : "a text";
    }
}
