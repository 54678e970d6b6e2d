package org.dcgan.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("fast")
class HttpHostTest {
    @ParameterizedTest
    @CsvSource({
        "::1, [::1]",
        "::, [::]",
        "fe80::1%eth0, [fe80::1%eth0]",
        "::ffff:127.0.0.1, [::ffff:127.0.0.1]",
        "[::1], [::1]",
        "127.0.0.1, 127.0.0.1",
        "localhost, localhost",
    })
    void putsIpv6AddressesIntoBrackets(String configured, String read) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withDefaultValue("quarkus.http.host", configured)
                .withInterceptors(new HttpHost())
                .build();

        assertThat(config.getValue("quarkus.http.host", String.class)).isEqualTo(read);
    }
}
