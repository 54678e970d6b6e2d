package org.dcgan.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.stream.Stream;
import org.dcgan.Mutations;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.MethodSource;

/** Headers {@code Accept} of every kind. */
@Tag("fast")
class HeadersFuzzTest {
    static Stream<byte[]> damagedTexts() {
        return Mutations.of(
                "text/html, image/gif;q=0.25, *; q=.2, */*; q=.2".getBytes(UTF_8),
                "image/png;a=\"x,\\\"y\";q=1,".getBytes(UTF_8));
    }

    @MethodSource("damagedTexts")
    @FuzzTest
    void whatIsReadIsReadTheSameAgain(byte[] bytes) {
        AcceptedTypes accepted = AcceptedTypes.of(List.of(new String(bytes, UTF_8)));

        String written = accepted.toString();

        assertThat(AcceptedTypes.of(List.of(written))).hasToString(written);
        assertThat(written).matches("[ -~]*");
    }
}
