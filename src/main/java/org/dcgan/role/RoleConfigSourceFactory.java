package org.dcgan.role;

import io.quarkus.runtime.annotations.StaticInitSafe;
import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Turns {@code dcgan.roles=trainer,metrics} into one boolean per role: {@code dcgan.role.trainer}, {@code dcgan.role.sampler},
 * {@code dcgan.role.metrics}, {@code dcgan.role.console}, {@code dcgan.role.judge}. They enable end points and beans.
 */
@StaticInitSafe // end points are switched before the application starts
public final class RoleConfigSourceFactory implements ConfigSourceFactory {
    private static final int JUST_BELOW_APPLICATION_PROPERTIES = 249;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        ConfigValue configured = context.getValue("dcgan.roles");
        String list = configured == null || configured.getValue() == null ? "" : configured.getValue();
        return List.of(new PropertiesConfigSource(
                switches(Role.parseList(list)), "dcgan.roles", JUST_BELOW_APPLICATION_PROPERTIES));
    }

    private static Map<String, String> switches(Set<Role> played) {
        return Arrays.stream(Role.values())
                .collect(Collectors.toMap(
                        role -> "dcgan.role." + role.label(), role -> String.valueOf(played.contains(role))));
    }
}
