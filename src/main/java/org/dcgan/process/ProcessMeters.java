package org.dcgan.process;

import io.github.mweirauch.micrometer.jvm.extras.ProcessMemoryMetrics;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.prometheus.client.CollectorRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;

/** Metrics of every process on {@code /q/metrics}, independent of its roles. */
final class ProcessMeters {
    /** Library meters whose names or missing descriptions violate Prometheus' conventions. */
    private static final Set<String> UNRULY = Set.of(
            "process.cpu.time",
            "process.memory.vss",
            "process.memory.swap",
            "system.cpu.count",
            "http.server.connections",
            "http.server.active.requests");

    private static final String RESIDENT_MEMORY = "process.memory.rss";
    private static final String REQUESTS = "http.server.requests";
    private static final double[] LATENCIES = Stream.of(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 10_000)
            .map(Duration::ofMillis)
            .mapToDouble(Duration::toNanos)
            .toArray();

    /** One instance per process: by default each injection point gets its own, which is not scraped. */
    @Produces
    @Singleton
    CollectorRegistry registry() {
        return new CollectorRegistry(true);
    }

    @Produces
    @Singleton
    MeterFilter rules() {
        return MeterFilter.deny(id -> UNRULY.contains(id.getName()));
    }

    @Produces
    @Singleton
    MeterFilter explanation() {
        return new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                return id.getName().equals(RESIDENT_MEMORY)
                        ? new Meter.Id(
                                id.getName(),
                                Tags.of(id.getTags()),
                                id.getBaseUnit(),
                                "Memory that the process has in RAM: heap, native memory and code",
                                id.getType())
                        : id;
            }
        };
    }

    /** Histogram of request durations, so that quantiles over several processes can be computed. */
    @Produces
    @Singleton
    MeterFilter latencies() {
        return new MeterFilter() {
            @Override
            public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
                return id.getName().equals(REQUESTS)
                        ? DistributionStatisticConfig.builder()
                                .serviceLevelObjectives(LATENCIES)
                                .build()
                                .merge(config)
                        : config;
            }
        };
    }

    /** The engine's tensors are outside the JVM's heap, so only the operating system knows their size. */
    @Produces
    @Singleton
    MeterBinder memory() {
        return new ProcessMemoryMetrics();
    }
}
