package org.dcgan.console;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Not ready before the book is rebuilt, nor while the broker is away. That is no reason to restart the process. */
@Readiness
@Singleton
final class ConsoleReadiness implements HealthCheck {
    private final boolean played;
    private final ConsoleRole role;

    @Inject
    ConsoleReadiness(@ConfigProperty(name = "dcgan.role.console") boolean played, ConsoleRole role) {
        this.played = played;
        this.role = role;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("console");
        if (played && !role.isRebuilt()) {
            return answer.withData("reason", "it is still reading what there is")
                    .down()
                    .build();
        }
        return role.outage()
                .map(outage -> answer.withData(
                                "reason", "the Kafka broker has not answered for %d s".formatted(outage.toSeconds()))
                        .down()
                        .build())
                .orElseGet(() -> answer.up().build());
    }
}
