package org.dcgan.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.stream.Stream;
import org.dcgan.Mutations;
import org.dcgan.message.InvalidMessageException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.MethodSource;

/** Headers, parameters and paths of the console's requests. */
@Tag("fast")
class RequestFuzzTest {

    static Stream<byte[]> damagedTexts() {
        return Mutations.of(
                "bytes=3-6".getBytes(UTF_8),
                "bytes = 3 - ".getBytes(UTF_8),
                "bytes= -".getBytes(UTF_8),
                "42.1337".getBytes(UTF_8),
                "-1.-1".getBytes(UTF_8),
                "500".getBytes(UTF_8),
                "RUNNING".getBytes(UTF_8),
                "samples/fake_step_0.png".getBytes(UTF_8),
                "samples..".getBytes(UTF_8),
                "a/".repeat(2_000).getBytes(UTF_8));
    }

    @MethodSource("damagedTexts")
    @FuzzTest
    void aTextIsReadOrRefused(byte[] bytes) {
        String text = new String(bytes, UTF_8);

        ByteRange.parse(text).ifPresent(range -> assertThat(range).matches("bytes=[0-9]*-[0-9]*"));
        EventId id = EventId.parse(text);
        boolean isId = text.matches("-?\\d{1,18}\\.-?\\d{1,18}(\\.-?\\d{1,18})?");
        assertThat(isId || id.equals(EventId.NONE)).isTrue();
        assertThat(EventId.parse(id.toString())).isEqualTo(id);
        if (ObjectsResource.isPath(text)) {
            assertThat(text).doesNotContain("..", "//", "\0").matches("[\\w./-]+");
        }
        try {
            assertThat(Page.limit(text)).isBetween(1, 500);
        } catch (InvalidMessageException e) {
            assertThat(e.field()).isEqualTo("limit");
        }
        try {
            assertThat(Page.states(List.of(text))).hasSize(1);
        } catch (InvalidMessageException e) {
            assertThat(e.field()).isEqualTo("state");
        }
    }
}
