package org.dcgan.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("fast")
class ByteRangeTest {
    @ParameterizedTest
    @CsvSource({
        "bytes=3-6, bytes=3-6",
        "bytes=7-, bytes=7-",
        "bytes=-2, bytes=-2",
        "Bytes = 3 - 6, bytes=3-6",
        "bytes=-0, bytes=-0",
    })
    void passesOneRangeToTheStore(String header, String range) {
        assertThat(ByteRange.parse(header)).hasValue(range);
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
        assertThat(ByteRange.parse(header)).isEmpty();
    }
}
