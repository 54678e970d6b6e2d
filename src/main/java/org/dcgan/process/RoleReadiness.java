package org.dcgan.process;

import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.jboss.logging.Logger;

/**
 * Answers whether a role is ready and what is missing otherwise, in the field {@code reason}. A change is logged once, however often
 * the role is asked. It may be used by many threads at once.
 */
public final class RoleReadiness {
    private static final Logger LOG = Logger.getLogger(RoleReadiness.class);

    private final String role;
    private Optional<String> logged = Optional.empty();

    /** @param role its name, which is the name of the check as well */
    public RoleReadiness(String role) {
        this.role = role;
    }

    /** The answer of a process that does not play the role. */
    public HealthCheckResponse notPlayed() {
        return HealthCheckResponse.up(role);
    }

    /** An answer that more can be told with before it is {@linkplain #complete completed}. */
    public HealthCheckResponseBuilder answer() {
        return HealthCheckResponse.named(role);
    }

    /**
     * Completes an answer.
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
