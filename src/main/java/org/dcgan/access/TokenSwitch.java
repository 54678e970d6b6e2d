package org.dcgan.access;

import io.quarkus.runtime.annotations.StaticInitSafe;
import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Enables OIDC only if an identity provider is configured: by default Quarkus would require one. */
@StaticInitSafe
public final class TokenSwitch implements ConfigSourceFactory {
    static final String SETTING = "quarkus.oidc.tenant-enabled";

    private static final int JUST_BELOW_APPLICATION_PROPERTIES = 249;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        boolean isConfigured = Stream.of("quarkus.oidc.auth-server-url", "quarkus.oidc.public-key")
                .map(context::getValue)
                .anyMatch(TokenSwitch::isSet);
        return List.of(new PropertiesConfigSource(
                Map.of(SETTING, String.valueOf(isConfigured)), "identity provider", JUST_BELOW_APPLICATION_PROPERTIES));
    }

    private static boolean isSet(ConfigValue setting) {
        return setting != null
                && setting.getValue() != null
                && !setting.getValue().isBlank();
    }
}
