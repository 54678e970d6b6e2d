package org.dcgan.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("fast")
class JsonTest {
    @Test
    void bytesThatSeemToBeUtf32AndAreNoTextAreRefused() {
        byte[] text = {0, 0, 0, '{', 127, 127, 127, 127};

        assertThatThrownBy(() -> Json.read(text, TrainingJob.class)).isInstanceOf(InvalidMessageException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"jobId\":\"../x\",\"state\":\"QUEUED\",\"attempt\":0,\"epoch\":0,\"step\":0,\"steps\":0} | JobState | jobId must be 1 to 64 of a–z, 0–9, - and _, was ../x",
                "{\"jobId\":\"a\",\"scores\":[1]} | QualityMeasured | scores must be an object, was [1]",
                "{\"jobId\":\"a\",\"scores\":{\"coverage\":\"much\"}} | QualityMeasured | scores.coverage must be a number, was \"much\"",
                "{\"jobId\":\"a\",\"scores\":{\"classShares\":{}}} | QualityMeasured | scores.classShares must be a list, was {}",
                "{\"jobId\":\"a\",\"scores\":{\"classShares\":[0.1,\"b\"]}} | QualityMeasured | scores.classShares[1] must be a number, was \"b\"",
                "{\"seed\":99999999999999999999} | TrainingJob | seed must be a whole number from -9223372036854775808 to 9223372036854775807, was 99999999999999999999",
                "{\"epochs\":99999999999} | TrainingJob | epochs must be a whole number from 1 to 10000, was 99999999999",
                "{\"batchSize\":-1e20} | TrainingJob | batchSize must be a whole number from 1 to 1024, was -1E+20",
                "{\"epochs\":1.5} | TrainingJob | epochs must be a whole number, was 1.5",
                "{\"epochs\":1e99} | TrainingJob | epochs must be a whole number, was 1E+99",
                "{\"seed\":9223372036854775808.0} | TrainingJob | seed must be a whole number from -9223372036854775808 to",
            })
    void aValueThatCannotBeIsNamed(String json, String type, String refusal) throws Exception {
        Class<?> message = Class.forName("org.dcgan.message." + type);

        assertThatThrownBy(() -> Json.read(json.getBytes(UTF_8), message))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessageStartingWith(refusal);
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 20_000})
    void aMessageThatIsNestedTooDeepIsRefused(int depth) {
        String deep = "{\"id\":" + "[".repeat(depth) + "]".repeat(depth) + "}";

        assertThatThrownBy(() -> Json.read(deep.getBytes(UTF_8), TrainingJob.class))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessage("message must be a JSON object, was nested too deeply");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'epochs' | cut off at line 1, column 10",
                "{epochs:1} | not JSON at line 1, column 2",
                "{'epochs':NaN} | not JSON at line 1, column 14",
                "{'epochs':01} | not JSON at line 1, column 12",
                "{'epochs':1,'epochs':2} | one with epochs twice",
                "{}{} | followed by more at line 1, column 3",
                "{'epochs':1e999999999999} | one with a number that is too long",
                "{'epochs':1e-999999999999} | one with a number that is too long",
            })
    void whatIsNoJsonIsDescribedInOurWords(String json, String reason) {
        byte[] message = json.replace('\'', '"').getBytes(UTF_8);

        assertThatThrownBy(() -> Json.read(message, TrainingJob.class))
                .hasMessage("message must be a JSON object, was " + reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "2.0", "2.000", "2e0", "0.2e1", "20E-1", "2.0e+0"})
    void aWholeNumberIsWholeHoweverItIsWritten(String number) {
        TrainingJob job =
                Json.read(("{\"epochs\":%s,\"seed\":%s}".formatted(number, number)).getBytes(UTF_8), TrainingJob.class);

        assertThat(job.epochs()).isEqualTo(2);
        assertThat(job.seed()).isEqualTo(2);
    }

    @Test
    void fractionsKeepTheirValue() {
        TrainingJob job =
                Json.read("{\"learningRate\":0.1,\"beta1\":0.0,\"beta2\":5e-1}".getBytes(UTF_8), TrainingJob.class);

        assertThat(job.learningRate()).isEqualTo(0.1);
        assertThat(job.beta1()).isZero();
        assertThat(job.beta2()).isEqualTo(0.5);
    }

    @Test
    void aMessageThatIsTooLongIsRefused() {
        byte[] tooLong = ("{}" + " ".repeat(64 * 1024)).getBytes(UTF_8);

        assertThatThrownBy(() -> Json.read(tooLong, TrainingJob.class))
                .hasMessage("message must be at most 65536 bytes, was 65538 bytes");
    }

    @Test
    void aListWithAHoleIsRefused() {
        assertThatThrownBy(() -> Json.readList("[null]".getBytes(UTF_8), Cancellation.class))
                .hasMessage("[0] must be an object, was null");
    }

    @Test
    void aListThatIsFollowedByMoreIsRefused() {
        assertThatThrownBy(() -> Json.readList("[] []".getBytes(UTF_8), Cancellation.class))
                .hasMessage("message must be a JSON list of objects, was followed by more");
    }

    @Test
    void aListIsWrittenElementByElementAsItIsAtOnce() throws IOException {
        List<Map<String, Object>> elements = List.of(Map.of("a", 1.5f), Map.of("b", "x"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        Json.writeList(out, elements.stream());

        assertThat(out.toByteArray()).isEqualTo(Json.write(elements));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\u001b[2J", "\u009b2J", "\u0085", "\u2028", "\u202e", "\u200b", "\ud800"})
    void whatIsNotToBePrintedIsAQuestionMark(String hostile) {
        assertThat(Printable.line("a" + hostile)).startsWith("a?").hasSameSizeAs("a" + hostile);
    }

    @Test
    void keepsPrintableText() {
        assertThat(Printable.line("Grüße, 数字 – 😀")).isEqualTo("Grüße, 数字 – 😀");
    }
}
