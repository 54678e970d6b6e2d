package org.dcgan.sampler;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import jakarta.enterprise.inject.Default;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.dcgan.message.CheckpointName;
import org.dcgan.message.CheckpointSaved;
import org.dcgan.process.RoleReadiness;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * Reports in log, metrics and health what happens to followed checkpoints.
 *
 * <p>The role is ready once it has looked for a checkpoint, even if there is none yet. A damaged checkpoint or an unavailable broker
 * or store does not make it unready: the served checkpoint stays.
 */
@Default
@Readiness
@Singleton
final class FollowerReport implements HealthCheck {
    private static final Logger LOG = Logger.getLogger(FollowerReport.class);

    private final boolean played;
    private final ServedCheckpoint served;
    private final Clock clock;
    private final MeterRegistry metrics;
    private final RoleReadiness readiness = new RoleReadiness("sampler");
    private volatile boolean looked;
    private volatile String storeOutage;
    private volatile String problem;

    @Inject
    FollowerReport(
            @ConfigProperty(name = "dcgan.role.sampler") boolean played,
            SamplerConfig config,
            ServedCheckpoint served,
            Clock clock,
            MeterRegistry metrics) {
        this.played = played;
        this.served = served;
        this.clock = clock;
        this.metrics = metrics;
        if (played) {
            TimeGauge.builder("dcgan.served.checkpoint.age", this::ageInSeconds, TimeUnit.SECONDS)
                    .description("Time since the served checkpoint was complete")
                    .tag("follow", config.follow().toString())
                    .register(metrics);
            refusals();
        }
    }

    /** The pointer was read. */
    void looked() {
        looked = true;
        storeOutage = null;
    }

    /** A checkpoint was followed or pinned. */
    void followed(CheckpointSaved saved) {
        problem = null;
        LOG.infof("serving checkpoint %s/%d", saved.jobId(), saved.epoch());
    }

    /** A checkpoint cannot be used; logged once per checkpoint. */
    void refused(String checkpoint, RuntimeException why) {
        String found = checkpoint + ": " + why.getMessage();
        if (found.equals(problem)) {
            return;
        }
        problem = found;
        refusals().increment();
        LOG.errorf("checkpoint %s cannot be served: %s", checkpoint, why.getMessage());
    }

    /** The store does not answer; the served checkpoint stays. Logged once per outage. */
    void storeAway(RuntimeException why) {
        if (storeOutage == null) {
            LOG.warnf("the checkpoint to serve cannot be looked up: %s", why.getMessage());
        }
        storeOutage = why.getMessage();
    }

    @Override
    public HealthCheckResponse call() {
        if (!played) {
            return readiness.notPlayed();
        }
        HealthCheckResponseBuilder answer = readiness
                .answer()
                .withData(
                        "checkpoint",
                        served.saved()
                                .map(saved -> CheckpointName.of(saved).toString())
                                .orElse("none"))
                .withData("pinned", served.isPinned());
        Optional.ofNullable(problem).ifPresent(refused -> answer.withData("refused", refused));
        return readiness.complete(answer, missing());
    }

    private Optional<String> missing() {
        if (looked) {
            return Optional.empty();
        }
        String outage = storeOutage;
        return Optional.of("the checkpoint to serve is not looked up yet" + (outage == null ? "" : ": " + outage));
    }

    private double ageInSeconds() {
        return served.saved()
                .map(CheckpointSaved::at)
                .map(at -> Duration.between(at, clock.instant()).toMillis() / 1000.0)
                .orElse(Double.NaN);
    }

    private Counter refusals() {
        return Counter.builder("dcgan.checkpoints.refused")
                .description("Checkpoints that could not be served")
                .register(metrics);
    }
}
