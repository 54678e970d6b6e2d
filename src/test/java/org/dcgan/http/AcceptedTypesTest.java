package org.dcgan.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers {@code Accept} as clients send them. */
@Tag("fast")
class AcceptedTypesTest {
    private static final List<String> OFFERED = List.of("image/png", "image/gif", "application/x-npy");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "image/gif | image/gif",
                "IMAGE/Gif | image/gif",
                "'image/gif ; q=0.5' | image/gif",
                "'image/gif\t;\tQ=0.5' | image/gif",
                "image/gif, | image/gif",
                ",image/gif | image/gif",
                "image/gif; | image/gif",
                "image/gif;q= | image/gif",
                "image/gif;= | image/gif",
                "image/gif;q=much | image/gif",
                "image/gif;q=2 | image/gif",
                "image/gif;q=-1 | image/gif",
                "image/gif;q=٠ | image/gif",
                "image/gif;a=\"x,y;q=0\" | image/gif",
                "image/gif;a=\"\\\",\";q=1 | image/gif",
                "image/gif;a=\"never closed, image/png | image/gif",
                "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2 | image/gif",
                "text/html, *; q=.2, */*; q=.2 | image/png",
                "* | image/png",
                "*/* | image/png",
                "image/* | image/png",
                "application/* | application/x-npy",
                "image/png;q=0.1, image/gif;q=0.2 | image/gif",
                "image/png;q=.1, image/gif;q=\"0.2\" | image/gif",
                "image/png;q=0, */* | image/gif",
                "image/*;q=0, */*;q=0.001 | application/x-npy",
                "image/*;q=1, image/png;q=0.5 | image/gif",
                "text/html, image | ",
                "image/png;q=0 | ",
                "*/*;q=0.000 | ",
            })
    void theBestFormIsChosen(String header, String form) {
        assertThat(AcceptedTypes.of(List.of(header)).best(OFFERED).orElse(null)).isEqualTo(form);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ",,,",
                ";;;",
                "image",
                "json",
                "image/",
                "/png",
                "*/png",
                "a/b/c",
                "image/\"png\"",
                "\u0080\u00ff"
            })
    void aHeaderThatSaysNothingAcceptsEverything(String header) {
        assertThat(AcceptedTypes.of(List.of(header)).best(OFFERED)).hasValue("image/png");
    }

    @Test
    void severalHeadersAreOne() {
        assertThat(AcceptedTypes.of(List.of("text/html", "image/gif")).best(OFFERED))
                .hasValue("image/gif");
    }

    @Test
    void writesTheHeaderForStricterParsers() {
        assertThat(AcceptedTypes.of(List.of(",TEXT/Plain ;version=0.0.4; q=.25,*,x", "a/b;q=")))
                .hasToString("text/plain;q=0.250, */*, a/b");
    }
}
