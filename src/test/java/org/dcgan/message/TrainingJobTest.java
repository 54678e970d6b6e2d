package org.dcgan.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("fast")
class TrainingJobTest {
    @Test
    void anEmptyObjectIsTheNotebooksRun() {
        assertThat(read("{}"))
                .isEqualTo(new TrainingJob(
                        null, "mnist", 10, 64, 100, 0.0002, 0.5, 0.999, 1, null, 25, null, "float32", null, null, false,
                        null, null, null));
    }

    @Test
    void everyFieldIsRead() {
        TrainingJob job = read("""
                {"id":"a-1_b","dataset":"fashion","epochs":2,"batchSize":32,"latentSize":50,"learningRate":0.001,
                 "beta1":0.4,"beta2":0.99,"realLabel":0,"seed":-5,"recordEvery":10,"checkpointEvery":100,
                 "precision":"bfloat16","limit":500,"emaDecay":0.99,"stopOnCollapse":true,
                 "startFrom":"a/0","keepCheckpoints":2,"sweep":"s-1"}""");

        assertThat(job)
                .isEqualTo(new TrainingJob(
                        "a-1_b",
                        "fashion",
                        2,
                        32,
                        50,
                        0.001,
                        0.4,
                        0.99,
                        0,
                        -5L,
                        10,
                        100,
                        "bfloat16",
                        500,
                        0.99,
                        true,
                        "a/0",
                        2,
                        "s-1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"id\":\"../x\"}            | id           | id must be 1 to 64 of a–z, 0–9, - and _, was ../x",
                "{\"id\":\"\"}                | id           | id must be 1 to 64 of a–z, 0–9, - and _, was",
                "{\"id\":\"Ab\"}              | id           | id must be 1 to 64",
                "{\"id\":7}                   | id           | id must be a text, was 7",
                "{\"dataset\":\"a/b\"}        | dataset      | dataset must be 1 to 64 of",
                "{\"epochs\":0}               | epochs       | epochs must be a whole number from 1 to 10000, was 0",
                "{\"epochs\":\"ten\"}         | epochs       | epochs must be a whole number, was \"ten\"",
                "{\"epochs\":\"10\"}          | epochs       | epochs must be a whole number, was \"10\"",
                "{\"epochs\":1.5}             | epochs       | epochs must be a whole number",
                "{\"epochs\":true}            | epochs       | epochs must be a whole number",
                "{\"epochs\":[1]}             | epochs       | epochs must be a whole number, was [1]",
                "{\"epochs\":99999999999999}  | epochs       | epochs must be a whole number",
                "{\"batchSize\":1025}         | batchSize    | from 1 to 1024, was 1025",
                "{\"latentSize\":-1}          | latentSize   | from 1 to 1024, was -1",
                "{\"learningRate\":0}         | learningRate | learningRate must be a number above 0, at most 1, was 0.0",
                "{\"learningRate\":1e999}     | learningRate | was Infinity",
                "{\"learningRate\":\"NaN\"}   | learningRate | learningRate must be a number",
                "{\"learningRate\":NaN}       | message      | message must be a JSON object",
                "{\"beta1\":1}                | beta1        | beta1 must be a number from 0 to below 1, was 1.0",
                "{\"beta2\":-0.1}             | beta2        | beta2 must be",
                "{\"realLabel\":2}            | realLabel    | from 0 to 1, was 2",
                "{\"seed\":\"x\"}             | seed         | seed must be a whole number from -9223372036854775808 to 9223372036854775807, was \"x\"",
                "{\"emaDecay\":1}             | emaDecay     | emaDecay must be a number from 0 to below 1, was 1.0",
                "{\"stopOnCollapse\":1}       | stopOnCollapse | stopOnCollapse must be true or false, was 1",
                "{\"startFrom\":\"a\"}        | startFrom    | startFrom must be JOB/EPOCH of a checkpoint, such as mnist-1/9, was a",
                "{\"startFrom\":\"a/-1\"}     | startFrom    | startFrom must be JOB/EPOCH of a checkpoint",
                "{\"startFrom\":\"../x/1\"}   | startFrom    | startFrom must be JOB/EPOCH of a checkpoint",
                "{\"startFrom\":7}            | startFrom    | startFrom must be a text, was 7",
                "{\"keepCheckpoints\":0}      | keepCheckpoints | keepCheckpoints must be a whole number from 1 to 10000, was 0",
                "{\"sweep\":\"a b\"}          | sweep        | sweep must be 1 to 64 of a–z, 0–9, - and _, was a b",
                "{\"recordEvery\":0}          | recordEvery  | recordEvery must be a whole number from 1",
                "{\"checkpointEvery\":0}      | checkpointEvery | checkpointEvery must be a whole number from 1",
                "{\"precision\":\"float16\"}  | precision    | precision must be float32 or bfloat16, was float16",
                "{\"limit\":0}                | limit        | limit must be a whole number from 1 to 2147483647, was 0",
                "{\"epochs\":1,\"epochs\":2}  | message      | message must be a JSON object, was one with epochs twice",
                "{\"epochs\":1} x             | message      | message must be a JSON object",
                "[]                           | message      | message must be a JSON object",
                "null                         | message      | message must be a JSON object, was null",
                "{                            | message      | message must be a JSON object",
            })
    void whatIsNotAllowedIsRefusedByField(String json, String field, String reason) {
        assertThatThrownBy(() -> read(json))
                .hasMessageContaining(reason)
                .asInstanceOf(type(InvalidMessageException.class))
                .extracting(InvalidMessageException::field)
                .isEqualTo(field);
    }

    @Test
    void anEmptyMessageIsRefused() {
        assertThatThrownBy(() -> Json.read(null, TrainingJob.class))
                .hasMessage("message must be a JSON object, was empty");
    }

    @Test
    void aMessageTooLongIsRefused() {
        String json = "{\"note\":\"" + "x".repeat(2_000_000) + "\"}";

        assertThatThrownBy(() -> read(json)).hasMessageContaining("message must be at most 65536 bytes");
    }

    @Test
    void aRefusalIsOneShortPrintableLine() {
        String json = "{\"id\":\"a\\nlevel=ERROR " + "x".repeat(1_000) + "\"}";

        assertThatThrownBy(() -> read(json))
                .extracting(Throwable::getMessage)
                .asString()
                .doesNotContain("\n")
                .hasSizeLessThan(200);
    }

    @Test
    void unknownFieldsAreSkippedAndNamed() {
        List<String> unknown = new ArrayList<>();

        TrainingJob job = Json.read(
                "{\"colour\":{\"a\":[1]},\"epochs\":3}".getBytes(StandardCharsets.UTF_8),
                TrainingJob.class,
                unknown::add);

        assertThat(job.epochs()).isEqualTo(3);
        assertThat(unknown).containsExactly("colour");
    }

    @Test
    void aJobWithoutAnIdTakesTheFallbackAndItsSeed() {
        TrainingJob job = read("{}").identified("dcgan-jobs-0-7");

        assertThat(job.id()).isEqualTo("dcgan-jobs-0-7");
        assertThat(job.seed())
                .isEqualTo(
                        read("{\"id\":\"dcgan-jobs-0-7\"}").identified("other").seed());
    }

    @Test
    void aSeedThatIsGivenIsKept() {
        assertThat(read("{\"seed\":42}").identified("a").seed()).isEqualTo(42);
    }

    @Test
    void readsBackWhatWasWritten() {
        TrainingJob job = read("{\"id\":\"a\",\"limit\":5}").identified("b");

        assertThat(Json.read(Json.write(job), TrainingJob.class)).isEqualTo(job);
    }

    private static TrainingJob read(String json) {
        return Json.read(json.getBytes(StandardCharsets.UTF_8), TrainingJob.class);
    }
}
