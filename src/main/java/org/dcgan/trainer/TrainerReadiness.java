package org.dcgan.trainer;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.dcgan.checkpoint.Checkpoints;
import org.dcgan.process.RoleReadiness;
import org.dcgan.retry.Retries;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Not ready before the broker and the store have answered, nor while one of them is away. That is no reason to restart the process, so liveness does not ask for it.
 */
@Readiness
@Singleton
final class TrainerReadiness implements HealthCheck {
    private final RoleReadiness readiness = new RoleReadiness("trainer");
    private final boolean played;
    private final KnownJobStates knownStates;
    private final Retries retries;
    private final Checkpoints checkpoints;

    @Inject
    TrainerReadiness(
            @ConfigProperty(name = "dcgan.role.trainer") boolean played,
            KnownJobStates knownStates,
            Retries retries,
            Checkpoints checkpoints) {
        this.played = played;
        this.knownStates = knownStates;
        this.retries = retries;
        this.checkpoints = checkpoints;
    }

    @Override
    public HealthCheckResponse call() {
        return played
                ? readiness.complete(
                        readiness.answer(),
                        knownStates.outage().or(retries::obstacle).or(checkpoints::outage))
                : readiness.notPlayed();
    }
}
