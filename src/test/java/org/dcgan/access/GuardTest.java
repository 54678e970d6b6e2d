package org.dcgan.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.dcgan.KeyFile;
import org.dcgan.process.StartRefusedException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("fast")
class GuardTest {
    private static final StartupEvent START = new StartupEvent();

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.53", "localhost", "::1"})
    void anybodyIsLetInOnTheLoopbackAddress(String host) {
        Guard guard = guard(Map.of("quarkus.http.host", host));

        assertThatCode(() -> guard.check(START)).doesNotThrowAnyException();
        assertThat(guard.letsAnybodyIn()).isTrue();
        assertThat(guard.trustsItsHost()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "10.0.0.1", "not-there.invalid"})
    void onAnotherAddressTheStartIsRefused(String host) {
        Guard guard = guard(Map.of("quarkus.http.host", host));

        assertThatThrownBy(() -> guard.check(START))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageStartingWith("quarkus.http.host is " + host)
                .hasMessageContainingAll("dcgan.auth.keys", "quarkus.oidc.auth-server-url", "dcgan.auth.open");
    }

    @ParameterizedTest
    @ValueSource(strings = {"allow-forwarded", "enable-forwarded-host"})
    void rejectsForwardedHostsWhereNobodyIsAskedWhoTheyAre(String setting) {
        Guard guard = guard(Map.of(
                "quarkus.http.host",
                "127.0.0.1",
                "quarkus.http.proxy.proxy-address-forwarding",
                "true",
                "quarkus.http.proxy." + setting,
                "true"));

        assertThatThrownBy(() -> guard.check(START))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageStartingWith("quarkus.http.proxy believes the host");
    }

    @Test
    void anybodyIsLetInFromANetworkWhereThatIsSaid() {
        Guard guard = guard(Map.of("quarkus.http.host", "0.0.0.0", "dcgan.auth.open", "true"));

        assertThatCode(() -> guard.check(START)).doesNotThrowAnyException();
        assertThat(guard.letsAnybodyIn()).isTrue();
        assertThat(guard.trustsItsHost()).isFalse();
    }

    @Test
    void whereThereAreKeysPeopleAreAskedForThem(@TempDir Path directory) throws Exception {
        Path keys = Files.writeString(directory.resolve("keys"), KeyFile.line("ida", "viewer", "key"));
        Guard guard = guard(
                Map.of("quarkus.http.host", "0.0.0.0", "dcgan.auth.keys", keys.toString(), "dcgan.auth.open", "true"));

        assertThatCode(() -> guard.check(START)).doesNotThrowAnyException();
        assertThat(guard.letsAnybodyIn()).isFalse();
    }

    @Test
    void whereThereIsAnIdentityProviderPeopleAreAskedForATokenOfIt() {
        Guard guard = guard(Map.of(
                "quarkus.http.host", "0.0.0.0", "quarkus.oidc.auth-server-url", "https://id.example.com/realms/lab"));

        assertThatCode(() -> guard.check(START)).doesNotThrowAnyException();
        assertThat(guard.letsAnybodyIn()).isFalse();
    }

    private static Guard guard(Map<String, String> settings) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withMapping(AccessConfig.class)
                .withSources(new TokenSwitch())
                .withDefaultValues(new HashMap<>(settings))
                .build();
        AccessConfig access = config.getConfigMapping(AccessConfig.class);
        return new Guard(access, new Keys(access), config);
    }
}
