package org.dcgan.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.ConfigFunction;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaBuilder;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.dcgan.message.Json;
import org.dcgan.message.TrainingJob;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * JSON Schemas (2020-12) of records, from the annotations that their constructors check values by. A value is valid by the schema if
 * and only if the record accepts it; unknown fields are accepted by both.
 */
final class RecordSchemas {
    /** The place of the schemas in a document. */
    static final String PATH = "components/schemas";

    private static final Set<Class<?>> WHOLE_32 = Set.of(int.class, Integer.class);
    private static final Set<Class<?>> WHOLE_64 = Set.of(long.class, Long.class);
    private static final Set<Class<?>> DECIMAL = Set.of(float.class, double.class, Double.class);
    private static final Map<String, Object> JOB_DEFAULTS =
            Json.fields(Json.read(new byte[] {'{', '}'}, TrainingJob.class));

    private final SchemaBuilder builder = new SchemaGenerator(config().build()).buildMultipleSchemaDefinitions();

    /** A reference to the schema of a record, which is in {@link #definitions} from then on. */
    ObjectNode reference(Class<? extends Record> type) {
        return builder.createSchemaReference(type);
    }

    /** The schemas of all records that there are references to, by the names of their types. */
    ObjectNode definitions() {
        return builder.collectDefinitions(PATH);
    }

    private static SchemaGeneratorConfigBuilder config() {
        SchemaGeneratorConfigBuilder config = new SchemaGeneratorConfigBuilder(
                        SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
                .with(Option.EXTRA_OPEN_API_FORMAT_VALUES, Option.DEFINITIONS_FOR_ALL_OBJECTS)
                .without(Option.SCHEMA_VERSION_INDICATOR);
        config.forTypesInGeneral().withPropertySorter((first, second) -> 0); // as the record declares them
        config.forFields()
                .withTitleResolver(text(Schema::title))
                .withDescriptionResolver(text(Schema::description))
                .withStringPatternResolver(text(Schema::pattern))
                .withEnumResolver(RecordSchemas::enumeration)
                .withDefaultResolver(RecordSchemas::defaultValue)
                .withArrayMinItemsResolver(
                        field -> field.isContainerType() ? schema(field).minItems() : null)
                .withNumberInclusiveMinimumResolver(field -> schema(field).exclusiveMinimum() ? null : least(field))
                .withNumberExclusiveMinimumResolver(field -> schema(field).exclusiveMinimum() ? least(field) : null)
                .withNumberInclusiveMaximumResolver(field -> schema(field).exclusiveMaximum() ? null : most(field))
                .withNumberExclusiveMaximumResolver(field -> schema(field).exclusiveMaximum() ? most(field) : null)
                .withRequiredCheck(RecordSchemas::isRequired)
                .withNullableCheck(field -> !field.isFakeContainerItemScope() && !isRequired(field));
        return config;
    }

    private static boolean isRequired(FieldScope field) {
        return schema(field).required() || field.getType().isPrimitive();
    }

    private static Collection<?> enumeration(FieldScope field) {
        List<String> allowed = List.of(schema(field).enumeration());
        if (allowed.isEmpty() || isRequired(field)) {
            return allowed.isEmpty() ? null : allowed;
        }
        List<String> orAbsent = new ArrayList<>(allowed);
        orAbsent.add(null);
        return orAbsent;
    }

    private static Object defaultValue(FieldScope field) {
        boolean isJobs = field.getDeclaringType().getErasedType() == TrainingJob.class;
        return isJobs ? JOB_DEFAULTS.get(field.getName()) : null;
    }

    private static BigDecimal least(FieldScope field) {
        Schema schema = schema(field);
        return bound(field, schema.minimum(), Integer.MIN_VALUE, Long.MIN_VALUE);
    }

    private static BigDecimal most(FieldScope field) {
        return bound(field, schema(field).maximum(), Integer.MAX_VALUE, Long.MAX_VALUE);
    }

    /** A declared bound of a number, or that of its type if it is a whole number; null for other types. */
    private static BigDecimal bound(FieldScope field, String declared, long of32Bits, long of64Bits) {
        Class<?> type = field.getType().getErasedType();
        boolean isWhole = WHOLE_32.contains(type) || WHOLE_64.contains(type);
        if (!declared.isEmpty() && (isWhole || DECIMAL.contains(type))) {
            return new BigDecimal(declared);
        }
        return isWhole ? BigDecimal.valueOf(WHOLE_32.contains(type) ? of32Bits : of64Bits) : null;
    }

    /** A text of the annotation; null, as the generator wants it, where it is empty. */
    private static ConfigFunction<FieldScope, String> text(Function<Schema, String> part) {
        return field -> {
            String text = part.apply(schema(field));
            return text.isEmpty() || field.isFakeContainerItemScope() ? null : text;
        };
    }

    private static Schema schema(FieldScope field) {
        return field.getRawMember().getAnnotation(Schema.class);
    }
}
