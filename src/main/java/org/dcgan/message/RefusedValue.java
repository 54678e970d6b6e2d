package org.dcgan.message;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.type.TypeFactory;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** A value of a message that is not what its field allows. */
final class RefusedValue {
    private static final TypeFactory TYPES = TypeFactory.defaultInstance();

    private RefusedValue() {}

    /**
     * The refusal of the value at the end of a way through fields and lists.
     *
     * @param path the way there, as Jackson tells it
     * @param message where it begins
     * @param type the record that the message was to be
     */
    static InvalidMessageException at(List<JsonMappingException.Reference> path, JsonNode message, Class<?> type) {
        StringBuilder field = new StringBuilder();
        JsonNode value = message;
        JavaType wanted = TYPES.constructType(type);
        for (JsonMappingException.Reference step : path) {
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
        return new InvalidMessageException(field.toString(), value, allowed(wanted, value));
    }

    private static JavaType component(Class<?> message, String field) {
        return Arrays.stream(message.getRecordComponents())
                .filter(component -> component.getName().equals(field))
                .findFirst()
                .map(component -> TYPES.constructType(component.getGenericType()))
                .orElseThrow();
    }

    private static String allowed(JavaType wanted, JsonNode value) {
        Class<?> type = wanted.getRawClass();
        if (type == Long.class || type == long.class) {
            return "a whole number from " + Long.MIN_VALUE + " to " + Long.MAX_VALUE;
        }
        if (type == Integer.class || type == int.class) {
            boolean isWhole = value.isIntegralNumber();
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
