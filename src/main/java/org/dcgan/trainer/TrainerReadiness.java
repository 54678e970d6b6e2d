package org.dcgan.trainer;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Supplier;
import org.dcgan.checkpoint.Checkpoints;
import org.dcgan.process.RoleReadiness;
import org.dcgan.retry.Retries;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Reports not ready until the broker and the store have answered, and while one of them is unavailable or the queue delivers no
 * messages. Liveness does not depend on this, because a restart would not help.
 */
@Readiness
@Singleton
final class TrainerReadiness implements HealthCheck {
    private final RoleReadiness readiness = new RoleReadiness("trainer");
    private final boolean played;
    private final KnownJobStates knownStates;
    private final Supplier<Optional<String>> queueTrouble;
    private final Retries retries;
    private final Checkpoints checkpoints;

    @Inject
    TrainerReadiness(
            @ConfigProperty(name = "dcgan.role.trainer") boolean played,
            KnownJobStates knownStates,
            TrainerRole role,
            Retries retries,
            Checkpoints checkpoints) {
        this(played, knownStates, role::trouble, retries, checkpoints);
    }

    /** @param queueTrouble why a slot gets no messages, if one does not */
    TrainerReadiness(
            boolean played,
            KnownJobStates knownStates,
            Supplier<Optional<String>> queueTrouble,
            Retries retries,
            Checkpoints checkpoints) {
        this.played = played;
        this.knownStates = knownStates;
        this.queueTrouble = queueTrouble;
        this.retries = retries;
        this.checkpoints = checkpoints;
    }

    @Override
    public HealthCheckResponse call() {
        return played
                ? readiness.complete(
                        readiness.answer(),
                        knownStates
                                .outage()
                                .or(queueTrouble)
                                .or(retries::obstacle)
                                .or(checkpoints::outage))
                : readiness.notPlayed();
    }
}
