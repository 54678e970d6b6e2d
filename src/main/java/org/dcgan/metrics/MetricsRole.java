package org.dcgan.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.prometheus.client.CollectorRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.dcgan.process.RoleReadiness;
import org.dcgan.process.ServiceThreads;
import org.dcgan.topic.FollowerEndedException;
import org.dcgan.topic.Outage;
import org.dcgan.topic.SkippedMessages;
import org.dcgan.topic.Topic;
import org.dcgan.topic.TopicFollower;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Follows the topics and exposes the jobs' metrics, if this process has the role. Nothing is exposed before the topics have been read
 * to their ends: a queue that only looks empty would make an autoscaler stop the trainers.
 */
@Readiness
@Singleton
final class MetricsRole implements HealthCheck {
    private final RoleReadiness readiness = new RoleReadiness("metrics");
    private final boolean played;
    private final Provider<Map<String, Object>> kafka;
    private final CollectorRegistry registry;
    private final MetricsCollector collector;
    private final Optional<LossWriter> writer;
    private final TopicFollower follower;
    private volatile boolean shown;

    @Inject
    MetricsRole(
            @ConfigProperty(name = "dcgan.role.metrics") boolean played,
            MetricsConfig config,
            @Identifier("default-kafka-broker") Provider<Map<String, Object>> kafka,
            CollectorRegistry registry,
            MeterRegistry meters,
            MetricsState metrics,
            TopicReader reader,
            Clock clock,
            ServiceThreads threads,
            SkippedMessages skipped) {
        this.played = played;
        this.kafka = kafka;
        this.registry = registry;
        this.writer = played
                ? RemoteWrite.of(config.remoteWrite())
                        .map(receiver -> new LossWriter(receiver, reader, clock, meters, threads, skipped))
                : Optional.empty();
        this.collector = new MetricsCollector(metrics, writer.isEmpty());
        Map<Topic, Consumer<ConsumerRecord<byte[], byte[]>>> readers = new EnumMap<>(Topic.class);
        readers.put(Topic.JOBS, reader::job);
        readers.put(Topic.DEAD_JOBS, reader::deadJob);
        readers.put(Topic.JOB_STATES, reader::state);
        readers.put(Topic.CHECKPOINTS, reader::checkpoint);
        readers.put(Topic.QUALITIES, reader::quality);
        if (writer.isEmpty()) {
            readers.put(Topic.LOSSES, reader::loss);
        }
        this.follower = new TopicFollower("metrics", threads, skipped, readers);
    }

    void start(@Observes StartupEvent event) {
        if (played) {
            follower.open(kafka.get());
            showOnceCaughtUp();
            writer.ifPresent(losses -> losses.open(kafka.get()));
        }
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        if (played) {
            follower.close();
            if (writer.isPresent()) {
                writer.get().close();
            }
        }
    }

    /**
     * Reports not ready before metrics are exposed, and while the broker is unavailable. An outage of the remote-write receiver is
     * reported, but does not make the role unready, because that would affect the other roles of the process.
     */
    @Override
    public HealthCheckResponse call() {
        if (!played) {
            return readiness.notPlayed();
        }
        HealthCheckResponseBuilder answer = readiness.answer();
        writer.flatMap(LossWriter::obstacle).ifPresent(why -> answer.withData("remoteWrite", "waits: " + why));
        Optional<String> missing = follower.outage()
                .map(Outage::reason)
                .or(() -> shown ? Optional.empty() : Optional.of("the topics are being read"));
        return readiness.complete(answer, missing);
    }

    private void showOnceCaughtUp() {
        follower.caughtUp().whenComplete((nothing, failure) -> {
            if (failure == null) {
                registry.register(collector);
                shown = true;
            } else if (!(failure instanceof FollowerEndedException)) { // an outage
                showOnceCaughtUp();
            }
        });
    }
}
