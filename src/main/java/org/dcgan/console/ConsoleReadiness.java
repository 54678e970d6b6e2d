package org.dcgan.console;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.dcgan.process.RoleReadiness;
import org.dcgan.topic.Outage;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Not ready before the index is rebuilt. After that it can be asked also while the broker is away: it shows what it knows, and says of
 * what it cannot submit that the broker does not answer.
 */
@Readiness
@Singleton
final class ConsoleReadiness implements HealthCheck {
    private final RoleReadiness readiness = new RoleReadiness("console");
    private final boolean played;
    private final ConsoleRole role;

    @Inject
    ConsoleReadiness(@ConfigProperty(name = "dcgan.role.console") boolean played, ConsoleRole role) {
        this.played = played;
        this.role = role;
    }

    @Override
    public HealthCheckResponse call() {
        if (!played) {
            return readiness.notPlayed();
        }
        HealthCheckResponseBuilder answer = readiness.answer();
        if (!role.isRebuilt()) {
            return readiness.complete(answer, Optional.of("it is still reading what there is" + obstacle()));
        }
        role.outage().ifPresent(outage -> answer.withData("submissions", "refused: " + outage.reason()));
        return readiness.complete(answer, Optional.empty());
    }

    private String obstacle() {
        return role.outage()
                .map(Outage::reason)
                .or(role::obstacle)
                .map(": "::concat)
                .orElse("");
    }
}
