package org.dcgan.process;

import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.jboss.logging.Logger;

/**
 * Reports whether a role is ready, and if not, why, in the field {@code reason}. Each change is logged once. Thread-safe.
 */
public final class RoleReadiness {
    private static final Logger LOG = Logger.getLogger(RoleReadiness.class);

    private final String role;
    private Optional<String> logged = Optional.empty();

    /** @param role name of the role and of the check */
    public RoleReadiness(String role) {
        this.role = role;
    }

    /** The response of a process without the role. */
    public HealthCheckResponse notPlayed() {
        return HealthCheckResponse.up(role);
    }

    /** Begins a response, to which data can be added before it is {@linkplain #complete completed}. */
    public HealthCheckResponseBuilder answer() {
        return HealthCheckResponse.named(role);
    }

    /**
     * Completes a response.
     *
     * @param missing what keeps the role from doing its job; empty if nothing does
     */
    public HealthCheckResponse complete(HealthCheckResponseBuilder answer, Optional<String> missing) {
        log(missing);
        missing.ifPresent(reason -> answer.withData("reason", reason));
        return answer.status(missing.isEmpty()).build();
    }

    private synchronized void log(Optional<String> missing) {
        if (missing.equals(logged)) {
            return;
        }
        logged = missing;
        missing.ifPresentOrElse(
                reason -> LOG.warnf("Role %s is not ready: %s", role, reason),
                () -> LOG.infof("Role %s is ready", role));
    }
}
