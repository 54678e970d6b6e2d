package org.dcgan.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.dcgan.process.StartRefusedException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("fast")
class RoleConfigSourceFactoryTest {
    @Test
    void everyRoleHasASwitch() {
        SmallRyeConfig config = configure("trainer, metrics");

        assertThat(config.getValue("dcgan.role.trainer", boolean.class)).isTrue();
        assertThat(config.getValue("dcgan.role.sampler", boolean.class)).isFalse();
        assertThat(config.getValue("dcgan.role.metrics", boolean.class)).isTrue();
        assertThat(config.getValue("dcgan.role.console", boolean.class)).isFalse();
        assertThat(config.getValue("dcgan.role.judge", boolean.class)).isFalse();
    }

    @Test
    void aRoleThatDoesNotExistIsRefusedByName() {
        assertThatThrownBy(() -> configure("trainer,smapler"))
                .isInstanceOf(StartRefusedException.class)
                .hasMessage("dcgan.roles is 'trainer,smapler', but 'smapler' is not a role:"
                        + " it takes a comma-separated list of trainer, sampler, metrics, console, judge.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void noRoleAtAllIsRefused(String list) {
        assertThatThrownBy(() -> configure(list))
                .isInstanceOf(StartRefusedException.class)
                .hasMessage("dcgan.roles is empty:"
                        + " it takes a comma-separated list of trainer, sampler, metrics, console, judge.");
    }

    @Test
    void aCommaTooManyIsRefused() {
        assertThatThrownBy(() -> configure("trainer,"))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageStartingWith("dcgan.roles is 'trainer,', but '' is not a role:");
    }

    private static SmallRyeConfig configure(String roles) {
        return new SmallRyeConfigBuilder()
                .withDefaultValue("dcgan.roles", roles)
                .withSources(new RoleConfigSourceFactory())
                .build();
    }
}
