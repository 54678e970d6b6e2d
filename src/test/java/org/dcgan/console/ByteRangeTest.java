package org.dcgan.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {
    @ParameterizedTest
    @CsvSource({
        "bytes=3-6, 3, 4, bytes 3-6/10",
        "bytes=7-, 7, 3, bytes 7-9/10",
        "bytes=7-100, 7, 3, bytes 7-9/10",
        "bytes=-2, 8, 2, bytes 8-9/10",
        "bytes=-100, 0, 10, bytes 0-9/10",
    })
    void aRangeEndsWithTheObject(String header, long first, long length, String contentRange) {
        ByteRange range = ByteRange.parse(header, 10).orElseThrow();

        assertThat(range).isEqualTo(new ByteRange(first, length));
        assertThat(range.of(10)).isEqualTo(contentRange);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=10-", "bytes=10-11", "bytes=-0"})
    void behindTheEndThereIsNothing(String header) {
        ByteRange range = ByteRange.parse(header, 10).orElseThrow();

        assertThat(range.length()).isZero();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "bytes=-",
                " bytes = - ",
                "bytes=6-3",
                "bytes=0-1,3-4",
                "lines=1-2",
                "bytes=a-b",
                "bytes=1-9999999999999999999"
            })
    void whatIsNoSingleRangeMeansAll(String header) {
        assertThat(ByteRange.parse(header, 10)).isEmpty();
    }
}
