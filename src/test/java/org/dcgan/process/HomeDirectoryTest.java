package org.dcgan.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("fast")
class HomeDirectoryTest {
    @Test
    void keepsTheOneThatJavaKnows() {
        assertThat(HomeDirectory.choose("/home/me", "/elsewhere")).isEqualTo("/home/me");
    }

    @Test
    void takesTheVariableForAUserWithoutAnEntryInPasswd() {
        assertThat(HomeDirectory.choose("?", "/data")).isEqualTo("/data");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "?", "data"})
    void refusesToGoOnWithoutOne(String variable) {
        assertThatThrownBy(() -> HomeDirectory.choose("?", variable))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("set HOME to a directory");
    }
}
