package org.dcgan.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("fast")
class LoopbackNamesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:8080",
                "LocalHost:8080",
                "localhost.",
                "localhost.:8080",
                "localhost:",
                "127.0.0.1",
                "127.0.0.1:8080",
                "127.0.0.1.:8080",
                "127.255.255.254",
                "[::1]",
                "[::1]:8080",
                "[0:0:0:0:0:0:0:1]:8080",
                "[::ffff:127.0.0.1]",
                "[::FFFF:7F00:1]"
            })
    void acceptsNamesOfTheLoopbackAddress(String authority) {
        assertThat(LoopbackNames.isLoopback(authority)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "rebound.example.com",
                "localhost.example.com",
                "127.0.0.1.example.com",
                "127.0.0.1..",
                "127.999.0.1",
                "128.0.0.1",
                "0.0.0.0",
                "[::2]",
                "[::]",
                "[::127.0.0.1]",
                "[127.0.0.1]",
                "[localhost]",
                "[::1",
                "[]",
                "::1",
                "localhost:8080:8080",
                "localhost:http",
                "localhost@rebound.example.com",
                "rebound.example.com@localhost",
                "localhost, rebound.example.com",
                "localhost rebound.example.com",
                " localhost",
                "localhost/",
                "locaLhoſt",
                "１27.0.0.1"
            })
    void rejectsAnythingElse(String authority) {
        assertThat(LoopbackNames.isLoopback(authority)).isFalse();
    }
}
