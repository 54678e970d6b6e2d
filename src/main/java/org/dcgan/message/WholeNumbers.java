package org.dcgan.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;

/** Normalises numbers: JSON has one number type, so {@code 1.0} and {@code 1e0} are whole numbers. */
final class WholeNumbers {
    /** A long has 19 digits; much longer numbers are left as they are. */
    private static final int MOST_ZEROS = 24;

    private WholeNumbers() {}

    /** The same value, with whole numbers written without a fraction or exponent. */
    static JsonNode in(JsonNode value) {
        if (value.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            value.properties().forEach(field -> object.set(field.getKey(), in(field.getValue())));
            return object;
        }
        if (value.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode(value.size());
            value.forEach(element -> array.add(in(element)));
            return array;
        }
        return value.isBigDecimal() ? plain(value) : value;
    }

    private static JsonNode plain(JsonNode number) {
        BigDecimal shortest = number.decimalValue().stripTrailingZeros();
        boolean isWhole = shortest.scale() <= 0 && shortest.scale() >= -MOST_ZEROS;
        return isWhole ? BigIntegerNode.valueOf(shortest.toBigInteger()) : number;
    }
}
