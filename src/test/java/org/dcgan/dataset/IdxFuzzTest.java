package org.dcgan.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.common.primitives.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.dcgan.Mutations;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("fast")
class IdxFuzzTest {
    private static final byte[] LABELS = IdxBytes.content(3, 0x0801, 3);
    private static final byte[] IMAGES = IdxBytes.content(784, 0x0803, 1, 28, 28);

    /** Damaged before they are packed, and after. */
    static Stream<byte[]> damagedFiles() {
        return Stream.concat(
                Mutations.of(LABELS, IMAGES).map(IdxBytes::gzip),
                Mutations.of(IdxBytes.gzip(LABELS), IdxBytes.gzip(IMAGES), LABELS, IMAGES, twoMembers()));
    }

    private static byte[] twoMembers() {
        return Bytes.concat(
                IdxBytes.gzip(Arrays.copyOf(LABELS, 5)), IdxBytes.gzip(Arrays.copyOfRange(LABELS, 5, LABELS.length)));
    }

    @MethodSource("damagedFiles")
    @FuzzTest
    void aFileIsReadOrRefused(byte[] gzip) throws IOException {
        try {
            assertThat(file(gzip).labels()).isNotEmpty();
        } catch (MalformedDatasetException e) {
            assertThat(e).hasMessageStartingWith("fuzz.gz: found ");
        }
        try {
            assertThat(file(gzip).images().length % Images.PIXELS).isZero();
        } catch (MalformedDatasetException e) {
            assertThat(e).hasMessageStartingWith("fuzz.gz: found ");
        }
    }

    private static IdxFile file(byte[] gzip) {
        return new IdxFile("fuzz.gz", new ByteArrayInputStream(gzip));
    }
}
