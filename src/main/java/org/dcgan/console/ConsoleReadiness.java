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
 * Reports not ready until the job index is rebuilt. After that the console answers even while the broker is unavailable: it shows
 * what it knows, and rejects submissions because the broker does not answer.
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
            return readiness.complete(answer, Optional.of("the console is still reading the topics" + obstacle()));
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
