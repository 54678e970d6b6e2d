package org.dcgan.process;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class PathEncodingTest {
    @Test
    void refusesAnArgumentThatTheLocaleCouldNotRead() {
        assertThatThrownBy(() -> PathEncoding.require("judge", "j\uFFFD\uFFFDger.safetensors"))
                .isInstanceOf(StartRefusedException.class)
                .hasMessage(
                        "'j??ger.safetensors' has characters that are not in this locale's encoding, %s:"
                                + " rename it, or set LC_ALL to a locale that has them, such as C.UTF-8.",
                        System.getProperty("sun.jnu.encoding"));
    }

    @Test
    void acceptsPathsThatTheLocaleCanEncode() {
        assertThatCode(() -> PathEncoding.require("judge", "jäger # 100 %.safetensors"))
                .doesNotThrowAnyException();
    }
}
