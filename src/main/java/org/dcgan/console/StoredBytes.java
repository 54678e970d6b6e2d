package org.dcgan.console;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.dcgan.checkpoint.JobSizes;
import org.dcgan.process.ServiceThreads;
import org.dcgan.store.StoreException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Counts the bytes of the runs' objects, if this process is a console: of all runs at the start, then every five seconds of the runs
 * with new messages.
 */
@Singleton
final class StoredBytes {
    private static final Logger LOG = Logger.getLogger(StoredBytes.class);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final boolean played;
    private final ConsoleRole role;
    private final JobIndex index;
    private final JobSizes sizes;
    private final ScheduledExecutorService thread;
    private boolean counted;

    @Inject
    StoredBytes(
            @ConfigProperty(name = "dcgan.role.console") boolean played,
            ConsoleRole role,
            JobIndex index,
            JobSizes sizes,
            ServiceThreads threads,
            MeterRegistry meters) {
        this.played = played;
        this.role = role;
        this.index = index;
        this.sizes = sizes;
        this.thread = threads.executor("stored-bytes");
        if (played) {
            Gauge.builder("dcgan.store.bytes", index, all -> all.bytes()
                            .map(Long::doubleValue)
                            .orElse(Double.NaN))
                    .description("Bytes that the objects of all runs take in the store")
                    .register(meters);
        }
    }

    void start(@Observes StartupEvent event) {
        if (played) {
            thread.scheduleWithFixedDelay(this::count, 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        thread.shutdownNow();
    }

    private void count() {
        try {
            if (role.isRebuilt() && !counted) {
                index.takeChanged();
                index.stored(sizes.all());
                counted = true;
            }
            if (counted) {
                index.takeChanged().forEach(jobId -> index.stored(jobId, sizes.of(jobId)));
            }
        } catch (StoreException e) {
            LOG.debugf("the bytes of runs are counted later: %s", e.getMessage());
            counted = false; // some changed runs may not have been counted
        }
    }
}
