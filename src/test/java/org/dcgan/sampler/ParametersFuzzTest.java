package org.dcgan.sampler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.stream.Stream;
import org.dcgan.Mutations;
import org.dcgan.message.InvalidMessageException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.MethodSource;

/** Parameters of the sampler's requests. */
@Tag("fast")
class ParametersFuzzTest {
    static Stream<byte[]> damagedTexts() {
        return Mutations.of(
                "64".getBytes(UTF_8),
                "-9223372036854775808".getBytes(UTF_8),
                "1,2,3".getBytes(UTF_8),
                " 1 , -2 ,".getBytes(UTF_8),
                "1,".repeat(64).getBytes(UTF_8),
                "mnist-1".getBytes(UTF_8));
    }

    @MethodSource("damagedTexts")
    @FuzzTest
    void aTextIsReadOrRefused(byte[] bytes) {
        String text = new String(bytes, UTF_8);
        Choice choice = new Choice();
        choice.job = text;
        choice.epoch = "0";

        try {
            assertThat(Parameters.within("field", text, 1, 1_024, 64)).isBetween(1, 1_024);
        } catch (InvalidMessageException e) {
            assertThat(e.field()).isEqualTo("field");
        }
        try {
            assertThat(Parameters.groups("field", List.of(text, text)))
                    .hasSize(2)
                    .allSatisfy(group -> assertThat(group).hasSizeBetween(1, 63));
        } catch (InvalidMessageException e) {
            assertThat(e.field()).isEqualTo("field");
        }
        try {
            assertThat(choice.checkpoint(null))
                    .hasValueSatisfying(name -> assertThat(name.jobId()).matches("[a-z0-9_-]{1,64}"));
        } catch (InvalidMessageException e) {
            assertThat(e.field()).isEqualTo("job");
        }
    }
}
