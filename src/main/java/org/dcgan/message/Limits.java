package org.dcgan.message;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The limits of a record's components, as their {@link Schema} annotations declare them. The same annotations describe the
 * component in the OpenAPI and AsyncAPI documents, in the command line's help and in the page's form, so each limit is defined in one
 * place.
 *
 * <p>A component of a primitive type and one that is {@code required} is required. Numbers must be finite. The limits of a list apply
 * to its elements; none may be absent.
 */
public final class Limits {
    /** Allowed names of jobs, data sets and the like. */
    public static final String NAME = "^[a-z0-9_-]{1,64}$";

    static final String NAME_IN_WORDS = "1 to 64 of a–z, 0–9, - and _";

    private static final ClassValue<List<Limit>> OF_RECORDS = new ClassValue<>() {
        @Override
        protected List<Limit> computeValue(Class<?> type) {
            return Arrays.stream(type.getRecordComponents()).map(Limit::of).toList();
        }
    };

    private Limits() {}

    /**
     * Checks the components of a record; its constructor calls this.
     *
     * @param values of all components, in their order
     * @throws InvalidMessageException which names the first component whose value is not allowed
     */
    public static void check(Class<? extends Record> type, Object... values) {
        List<Limit> limits = OF_RECORDS.get(type);
        if (values.length != limits.size()) {
            throw new IllegalArgumentException(type + " has " + limits.size() + " components, not " + values.length);
        }
        for (int i = 0; i < values.length; i++) {
            limits.get(i).check(values[i]);
        }
    }

    private record Limit(
            String name,
            String allowed,
            boolean isRequired,
            double minimum,
            boolean isAboveMinimum,
            double maximum,
            boolean isBelowMaximum,
            Pattern pattern,
            List<String> enumeration,
            int leastElements,
            String allowedElement) {

        static Limit of(RecordComponent component) {
            Schema schema = component.getAccessor().getAnnotation(Schema.class);
            if (schema == null) {
                throw new IllegalArgumentException(component + " has no limits");
            }
            return new Limit(
                    component.getName(),
                    allowed(component.getType(), schema),
                    schema.required() || component.getType().isPrimitive(),
                    schema.minimum().isEmpty() ? -Double.MAX_VALUE : Double.parseDouble(schema.minimum()),
                    schema.exclusiveMinimum(),
                    schema.maximum().isEmpty() ? Double.MAX_VALUE : Double.parseDouble(schema.maximum()),
                    schema.exclusiveMaximum(),
                    schema.pattern().isEmpty() ? null : Pattern.compile(schema.pattern()),
                    List.of(schema.enumeration()),
                    schema.minItems(),
                    number(schema));
        }

        void check(Object value) {
            if (value == null ? isRequired : !isAllowed(value)) {
                throw new InvalidMessageException(name, value, allowed);
            }
            if (value instanceof List<?> list) {
                for (int i = 0; i < list.size(); i++) {
                    if (!isAllowed(list.get(i))) {
                        throw new InvalidMessageException(name + "[" + i + "]", list.get(i), allowedElement);
                    }
                }
            }
        }

        private boolean isAllowed(Object value) {
            if (value instanceof Number number) {
                double x = number.doubleValue(); // NaN is outside every range
                return (isAboveMinimum ? x > minimum : x >= minimum) && (isBelowMaximum ? x < maximum : x <= maximum);
            }
            if (value instanceof String text) {
                return (pattern == null || pattern.matcher(text).matches())
                        && (enumeration.isEmpty() || enumeration.contains(text));
            }
            return !(value instanceof List<?> list)
                    || list.size() >= leastElements && !list.stream().anyMatch(Objects::isNull);
        }

        /** Completes "must be …". */
        private static String allowed(Class<?> type, Schema schema) {
            if (schema.pattern().equals(NAME)) {
                return NAME_IN_WORDS;
            }
            if (schema.pattern().equals(CheckpointName.PATTERN)) {
                return CheckpointName.ALLOWED;
            }
            if (schema.enumeration().length > 0) {
                return String.join(" or ", schema.enumeration());
            }
            if (type.isEnum()) {
                return "one of " + Arrays.toString(type.getEnumConstants());
            }
            if (type == Double.class || type == double.class || type == float.class) {
                return number(schema);
            }
            if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
                return "a whole number" + range(schema);
            }
            return schema.description();
        }

        private static String number(Schema schema) {
            if (schema.exclusiveMinimum()) {
                return "a number above " + schema.minimum() + ", at most " + schema.maximum();
            }
            if (schema.exclusiveMaximum()) {
                return "a number from " + schema.minimum() + " to below " + schema.maximum();
            }
            return "a finite number" + range(schema);
        }

        private static String range(Schema schema) {
            String from = schema.minimum().isEmpty() ? "" : " from " + schema.minimum();
            return schema.maximum().isEmpty() ? from : from + " to " + schema.maximum();
        }
    }
}
