package org.dcgan.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.stream.Stream;
import org.dcgan.Mutations;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("fast")
class JsonFuzzTest {
    private static final List<Class<?>> MESSAGES = List.of(
            TrainingJob.class,
            JobState.class,
            LossRecorded.class,
            CheckpointSaved.class,
            QualityMeasured.class,
            Cancellation.class);

    static Stream<byte[]> damagedMessages() {
        return Mutations.of(
                """
                {"id":"a-1","dataset":"mnist","epochs":2,"batchSize":64,"learningRate":2.0E-4,"seed":-1,"precision":"float32",\
                "limit":2000,"emaDecay":0.999,"stopOnCollapse":true,"startFrom":"a/0","keepCheckpoints":1,"sweep":"s"}""".getBytes(UTF_8),
                """
                {"jobId":"a","state":"RUNNING","attempt":1,"epoch":0,"step":25,"steps":938,"worker":"w","at":"2026-01-01T12:00:00Z"}""".getBytes(UTF_8),
                """
                {"jobId":"a","attempt":1,"epoch":0,"iteration":25,"step":25,"saveStep":1,"discriminatorLoss":0.5,"generatorLoss":1.5,\
                "realScore":0.7,"fakeScore":0.3,"imagesPerSecond":640.0,"at":"2026-01-01T12:00:00.5Z"}""".getBytes(UTF_8),
                """
                {"jobId":"a","epoch":0,"step":938,"manifest":"jobs/a/checkpoints/epoch-0/manifest.json","sha256":"00ff","at":null}""".getBytes(UTF_8),
                """
                {"jobId":"a","epoch":0,"step":938,"sha256":"00ff","judge":"11ee","images":10,"scores":{"frechetDistance":1,"kernelDistance":-1,\
                "inceptionScore":9.5,"density":0.75,"coverage":0.5,"confidence":0.9,"classShares":[1,0.5]}}""".getBytes(UTF_8),
                "{\"jobId\":\"a\",\"by\":\"\\u001b[31m\"}".getBytes(UTF_8));
    }

    @MethodSource("damagedMessages")
    @FuzzTest
    void aMessageIsReadOrRefused(byte[] json) {
        for (Class<?> type : MESSAGES) {
            try {
                Object message = Json.read(json, type);
                assertThat(Json.read(Json.write(message), type)).isEqualTo(message);
            } catch (InvalidMessageException e) {
                assertThat(e.getMessage()).isEqualTo(Printable.line(e.getMessage()));
            }
        }
    }
}
