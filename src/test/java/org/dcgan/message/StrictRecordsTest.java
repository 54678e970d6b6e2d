package org.dcgan.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.dcgan.checkpoint.LossPoint;
import org.dcgan.checkpoint.Manifest;
import org.dcgan.judge.JudgeCard;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every record that is read from a topic or an object: what is absent, of another type or out of range is refused by name. */
@Tag("fast")
class StrictRecordsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String SCORES = """
            {"frechetDistance":1.5,"kernelDistance":-0.25,"inceptionScore":9.5,"density":0.75,"coverage":0.5,"confidence":0.9,\
            "classShares":[0.25,0.75]}""";

    private static final Map<Class<?>, String> EXAMPLES = Map.of(
            JobState.class,
            """
            {"jobId":"a","state":"RUNNING","attempt":1,"crashes":0,"epoch":0,"step":25,"steps":938,"worker":"w","reason":"r",\
            "origin":"dcgan-jobs-0-1","at":"2026-01-01T12:00:00Z"}""",
            LossRecorded.class,
            """
            {"jobId":"a","attempt":1,"epoch":0,"iteration":25,"step":25,"saveStep":1,"discriminatorLoss":0.5,"generatorLoss":1.5,\
            "realScore":0.7,"fakeScore":0.3,"imagesPerSecond":640.5,"at":"2026-01-01T12:00:00Z"}""",
            CheckpointSaved.class,
            """
            {"jobId":"a","epoch":0,"step":938,"manifest":"jobs/a/checkpoints/epoch-0/manifest.json","sha256":"00ff",\
            "at":"2026-01-01T12:00:00Z"}""",
            QualityMeasured.class,
            """
            {"jobId":"a","epoch":0,"step":938,"sha256":"00ff","judge":"11ee","images":10000,"scores":%1$s,"averaged":%1$s,\
            "floor":%1$s,"collapse":"c","at":"2026-01-01T12:00:00Z"}""".formatted(SCORES),
            Scores.class,
            SCORES,
            Cancellation.class,
            """
            {"jobId":"a","by":"me","at":"2026-01-01T12:00:00Z"}""",
            Manifest.class,
            """
            {"jobId":"a","epoch":0,"step":938,"files":[{"name":"generator.safetensors","size":1,"sha256":"00ff"}]}""",
            Manifest.File.class,
            """
            {"name":"generator.safetensors","size":1,"sha256":"00ff"}""",
            LossPoint.class,
            """
            {"epoch":0,"iteration":25,"step":25,"saveStep":1,"discriminatorLoss":0.5,"generatorLoss":1.5,"realScore":0.7,\
            "fakeScore":0.3}""",
            JudgeCard.class,
            """
            {"judge":"11ee","accuracy":0.99,"floor":%s,"task":"rotations"}""".formatted(SCORES));

    /** Also those that were added later, which messages of the version before do not have. */
    private static final Set<String> MAY_BE_ABSENT = Set.of(
            "JobState.crashes",
            "JobState.worker",
            "JobState.reason",
            "JobState.origin",
            "JobState.at",
            "CheckpointSaved.at",
            "QualityMeasured.averaged",
            "QualityMeasured.floor",
            "QualityMeasured.collapse",
            "QualityMeasured.at",
            "Cancellation.by",
            "Cancellation.at",
            "Scores.inceptionScore",
            "Scores.confidence",
            "Scores.classShares",
            "JudgeCard.task");

    private static final Set<String> MAY_BE_NEGATIVE = Set.of("Scores.kernelDistance");

    private static final Map<String, List<String>> WRONG_TYPES = Map.of(
            "whole", List.of("\"5\"", "\"\"", "true", "[1]", "{}", "1.5", "99999999999999999999", "-1"),
            "number", List.of("\"0.5\"", "\"NaN\"", "\"Infinity\"", "\"\"", "true", "[1]", "{}", "1e999", "-1e999"),
            "text", List.of("5", "0.5", "true", "[]", "{}"),
            "time", List.of("5", "0.5", "\"5\"", "\"\"", "\"noon\"", "\"+999999999-01-01T00:00:00Z\"", "true", "{}"),
            "list", List.of("5", "\"a\"", "\"\"", "true", "{}", "[null]", "[\"NaN\"]"),
            "object", List.of("5", "\"a\"", "\"\"", "true", "[]"));

    static Stream<Arguments> fields() {
        return EXAMPLES.keySet().stream().flatMap(type -> fields(type).map(field -> Arguments.of(type, field)));
    }

    static Stream<Arguments> wrongValues() {
        return EXAMPLES.keySet().stream().flatMap(type -> fields(type).flatMap(field -> Stream.concat(
                        WRONG_TYPES.get(kind(field, example(type).get(field))).stream(),
                        isRequired(type, field) ? Stream.of("null") : Stream.empty())
                .map(value -> Arguments.of(type, field, value))));
    }

    static Stream<Arguments> numbers() {
        return EXAMPLES.keySet().stream().flatMap(type -> fields(type)
                .filter(field -> example(type).get(field).isNumber())
                .map(field -> Arguments.of(type, field)));
    }

    @ParameterizedTest
    @MethodSource("fields")
    void anAbsentFieldIsRefusedByNameUnlessItMayBeAbsent(Class<?> type, String field) {
        ObjectNode message = example(type);
        message.remove(field);

        if (isRequired(type, field)) {
            assertThatExceptionOfType(InvalidMessageException.class)
                    .isThrownBy(() -> read(message, type))
                    .withMessageStartingWith(field + " is missing: it must be ");
        } else {
            assertThat(read(message, type)).isNotNull();
        }
    }

    @ParameterizedTest
    @MethodSource("wrongValues")
    void anotherTypeIsRefusedByName(Class<?> type, String field, String value) throws IOException {
        ObjectNode message = example(type);
        message.set(field, JSON.readTree(value));

        assertThatExceptionOfType(InvalidMessageException.class)
                .isThrownBy(() -> read(message, type))
                .withMessageStartingWith(field)
                .withMessageContaining(" must be ")
                .withMessageNotContaining("com.fasterxml");
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void aNegativeNumberIsRefusedByNameUnlessItMayBeNegative(Class<?> type, String field) {
        ObjectNode message = example(type);
        message.put(field, -5);

        if (MAY_BE_NEGATIVE.contains(type.getSimpleName() + "." + field)) {
            assertThat(read(message, type)).isNotNull();
        } else {
            assertThatExceptionOfType(InvalidMessageException.class)
                    .isThrownBy(() -> read(message, type))
                    .withMessageStartingWith(field + " must be ")
                    .withMessageContaining(", was -5");
        }
    }

    @ParameterizedTest
    @MethodSource("fields")
    void aFieldThatIsGivenTwiceIsRefused(Class<?> type, String field) {
        String json = example(type).toString();
        String twice = json.replaceFirst(
                "}$", ",\"%s\":%s}".formatted(field, example(type).get(field)));

        assertThatExceptionOfType(InvalidMessageException.class)
                .isThrownBy(() -> Json.read(twice.getBytes(UTF_8), type))
                .withMessageEndingWith("was one with " + field + " twice");
    }

    @ParameterizedTest
    @MethodSource("types")
    void aFieldOfANewerVersionIsPassedOver(Class<?> type) {
        ObjectNode message = example(type);
        message.putObject("added").put("later", true);

        assertThat(read(message, type)).isEqualTo(read(example(type), type));
        assertThat(Json.readList(("[" + message + "]").getBytes(UTF_8), type)).hasSize(1);
    }

    static Stream<Class<?>> types() {
        return EXAMPLES.keySet().stream();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{\"epoch\":0}] | [0].iteration is missing: it must be a whole number",
                "[{\"epoch\":\"x\"}] | [0].epoch must be a whole number, was \"x\"",
                "[{\"epoch\":-1,\"iteration\":0,\"step\":0,\"saveStep\":0,\"discriminatorLoss\":0,\"generatorLoss\":0,\"realScore\":0,\"fakeScore\":0}] | [0].epoch must be a whole number from 0, was -1",
                "{} | message must be a JSON list of objects, was {}",
                "[{\"epoch\":1 | message must be a JSON list of objects, was cut off at line 1, column",
            })
    void aListNamesItsInvalidElement(String json, String refusal) {
        assertThatExceptionOfType(InvalidMessageException.class)
                .isThrownBy(() -> Json.readList(json.getBytes(UTF_8), LossPoint.class))
                .withMessageStartingWith(refusal);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "frechetDistance | -0.5 | scores.frechetDistance must be a finite number from 0, was -0.5",
                "coverage        | null | scores.coverage must be a number, was null",
                "classShares     | []   | scores.classShares must be a list with the share of images taken for each class, was []",
                "classShares     | [-1] | scores.classShares[0] must be a finite number from 0, was -1.0",
            })
    void aFieldWithinAnotherIsNamedWithItsPath(String field, String value, String refusal) throws IOException {
        ObjectNode message = example(QualityMeasured.class);
        ((ObjectNode) message.get("scores")).set(field, JSON.readTree(value));

        assertThatExceptionOfType(InvalidMessageException.class)
                .isThrownBy(() -> read(message, QualityMeasured.class))
                .withMessageStartingWith(refusal);
    }

    private static Object read(ObjectNode message, Class<?> type) {
        return Json.read(message.toString().getBytes(UTF_8), type);
    }

    private static ObjectNode example(Class<?> type) {
        try {
            return (ObjectNode) JSON.readTree(EXAMPLES.get(type));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> fields(Class<?> type) {
        Iterable<String> names = () -> example(type).fieldNames();
        return StreamSupport.stream(names.spliterator(), false);
    }

    private static boolean isRequired(Class<?> type, String field) {
        return !MAY_BE_ABSENT.contains(type.getSimpleName() + "." + field);
    }

    private static String kind(String field, JsonNode value) {
        if (field.equals("at")) {
            return "time";
        }
        return switch (value.getNodeType()) {
            case NUMBER -> value.isIntegralNumber() ? "whole" : "number";
            case STRING -> "text";
            case ARRAY -> "list";
            case OBJECT -> "object";
            default -> throw new IllegalArgumentException(value.toString());
        };
    }
}
