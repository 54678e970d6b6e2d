package org.dcgan.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
                "{\"seed\":99999999999999999999} | TrainingJob | seed must be a whole number, was 99999999999999999999",
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
                .hasMessageContaining("nesting depth");
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
                .hasMessage("message must be a list of Cancellation, was [null]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\u001b[2J", "\u009b2J", "\u0085", "\u2028", "\u202e", "\u200b", "\ud800"})
    void whatIsNotToBePrintedIsAQuestionMark(String hostile) {
        assertThat(Printable.line("a" + hostile)).startsWith("a?").hasSameSizeAs("a" + hostile);
    }

    @Test
    void whatIsToBePrintedStays() {
        assertThat(Printable.line("Grüße, 数字 – 😀")).isEqualTo("Grüße, 数字 – 😀");
    }
}
