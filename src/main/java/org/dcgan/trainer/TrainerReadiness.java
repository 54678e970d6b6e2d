package org.dcgan.trainer;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.dcgan.checkpoint.Checkpoints;
import org.dcgan.retry.Retries;
import org.dcgan.store.StoreException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Not ready while the broker or the store is away. That is no reason to restart the process, so liveness does not ask for it.
 */
@Readiness
@Singleton
final class TrainerReadiness implements HealthCheck {
    private final boolean played;
    private final JobLedger ledger;
    private final Retries retries;
    private final Checkpoints checkpoints;

    @Inject
    TrainerReadiness(
            @ConfigProperty(name = "dcgan.role.trainer") boolean played,
            JobLedger ledger,
            Retries retries,
            Checkpoints checkpoints) {
        this.played = played;
        this.ledger = ledger;
        this.retries = retries;
        this.checkpoints = checkpoints;
    }

    @Override
    public HealthCheckResponse call() {
        Optional<String> reason = played
                ? ledger.outage()
                        .map(outage -> "the Kafka broker has not answered for %d s".formatted(outage.toSeconds()))
                        .or(retries::obstacle)
                        .or(this::storeOutage)
                : Optional.empty();
        return reason.map(text -> HealthCheckResponse.named("trainer")
                        .withData("reason", text)
                        .down()
                        .build())
                .orElseGet(() -> HealthCheckResponse.up("trainer"));
    }

    /** Nobody else would notice while there is no job. */
    private Optional<String> storeOutage() {
        try {
            checkpoints.latest().tag();
            return Optional.empty();
        } catch (StoreException e) {
            return Optional.of(e.getMessage());
        }
    }
}
