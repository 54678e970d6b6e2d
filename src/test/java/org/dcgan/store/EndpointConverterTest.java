package org.dcgan.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("fast")
class EndpointConverterTest {
    private final EndpointConverter converter = new EndpointConverter();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:9000",
                "https://s3.example.com/",
                "http://s3_store:9000",
                "http://[::1]:9000",
                "https://[fe80::1%eth0]/"
            })
    void readsAServersAddress(String url) {
        assertThat(converter.convert(url)).isEqualTo(URI.create(url));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:9000",
                "http://::1:9000",
                "http://[::1:9000",
                "http://::1]:9000",
                "http://s3:port",
                "http://s3/bucket",
                "http://me:secret@s3"
            })
    void refusesWhatIsNoServersAddress(String url) {
        assertThatThrownBy(() -> converter.convert(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("takes http://HOST:PORT or https://HOST:PORT, an IPv6 address in brackets");
    }
}
