package org.dcgan.metrics;

import io.prometheus.client.CollectorRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.errors.WakeupException;
import org.dcgan.topic.Topic;
import org.dcgan.topic.TopicFollower;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Follows the topics and shows what they tell, if this process publishes metrics. Nothing is shown before all that was there at the
 * start has been read: a queue that only looks empty would have an autoscaler send the trainers home.
 */
@Readiness
@Singleton
final class MetricsRole implements HealthCheck {
    private final boolean played;
    private final Provider<Map<String, Object>> kafka;
    private final CollectorRegistry registry;
    private final BoardCollector collector;
    private final TopicFollower follower;
    private volatile boolean shown;

    @Inject
    MetricsRole(
            @ConfigProperty(name = "dcgan.role.metrics") boolean played,
            @Identifier("default-kafka-broker") Provider<Map<String, Object>> kafka,
            CollectorRegistry registry,
            Board board,
            Events events) {
        this.played = played;
        this.kafka = kafka;
        this.registry = registry;
        this.collector = new BoardCollector(board, true);
        this.follower = new TopicFollower(
                "metrics",
                Map.of(
                        Topic.JOBS, events::job,
                        Topic.DEAD_JOBS, events::deadJob,
                        Topic.JOB_STATES, events::state,
                        Topic.LOSSES, events::loss,
                        Topic.CHECKPOINTS, events::checkpoint));
    }

    void start(@Observes StartupEvent event) {
        if (played) {
            follower.open(kafka.get());
            showOnceCaughtUp();
        }
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        if (played) {
            follower.close();
        }
    }

    /** Not ready before anything is shown, and while the broker is away. */
    @Override
    public HealthCheckResponse call() {
        Optional<String> reason = played
                ? follower.outage()
                        .map(outage -> "the Kafka broker has not answered for %d s".formatted(outage.toSeconds()))
                        .or(() -> shown ? Optional.empty() : Optional.of("the topics are being read"))
                : Optional.empty();
        return reason.map(text -> HealthCheckResponse.named("metrics")
                        .withData("reason", text)
                        .down()
                        .build())
                .orElseGet(() -> HealthCheckResponse.up("metrics"));
    }

    private void showOnceCaughtUp() {
        follower.caughtUp().whenComplete((nothing, failure) -> {
            if (failure == null) {
                registry.register(collector);
                shown = true;
            } else if (!(failure instanceof WakeupException)) { // not the end of this process, but an outage
                showOnceCaughtUp();
            }
        });
    }
}
