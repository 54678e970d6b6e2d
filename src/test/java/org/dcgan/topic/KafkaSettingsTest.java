package org.dcgan.topic;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.dcgan.process.StartRefusedException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("fast")
class KafkaSettingsTest {
    @ParameterizedTest
    @ValueSource(strings = {"kafka", "kafka:", "one:9092,two"})
    void anAddressWithoutAPortIsRefused(String servers) {
        assertThatThrownBy(() -> KafkaSettings.requireSound(Map.of("bootstrap.servers", servers)))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageStartingWith("kafka.bootstrap.servers takes HOST:PORT");
    }

    @Test
    void aValueThatNoClientTakesIsRefusedWithTheNameOfItsSetting() {
        assertThatThrownBy(() -> KafkaSettings.requireSound(
                        Map.of("bootstrap.servers", "kafka:9092", "security.protocol", "SECRET")))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageStartingWith("kafka.*: Invalid value SECRET for configuration security.protocol");
    }

    @Test
    void aFileThatIsMissingIsNamed() {
        assertThatThrownBy(() -> KafkaSettings.requireSound(Map.of(
                        "bootstrap.servers", "kafka.invalid:9092,127.0.0.1:1",
                        "security.protocol", "SSL",
                        "ssl.truststore.type", "PEM",
                        "ssl.truststore.location", "nowhere.pem")))
                .isInstanceOf(StartRefusedException.class)
                .hasMessage("kafka.*: Failed to load PEM SSL keystore nowhere.pem");
    }

    @Test
    void waitsForAnUnresolvableHost() {
        assertThatCode(() -> KafkaSettings.requireSound(Map.of("bootstrap.servers", "not-there-yet.invalid:9092")))
                .doesNotThrowAnyException();
    }
}
