package org.dcgan.metrics;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** What this process shows of jobs: {@code dcgan.metrics.*}. */
@ConfigMapping(prefix = "dcgan.metrics")
public interface MetricsConfig {
    /** How long the series of a job stay after its end. */
    @WithDefault("PT1H")
    Duration keep();

    /** The most jobs that have series of their own. The rest is counted in {@code dcgan_jobs_without_series}. */
    @WithDefault("100")
    int maxJobs();

    /** Where every recorded loss is sent with its own time. */
    RemoteWrite remoteWrite();

    /** Prometheus, or another receiver of its remote write 1.0. */
    interface RemoteWrite {
        /**
         * Such as {@code http://localhost:9090/api/v1/write}. If it is set, {@code /q/metrics} does not show the losses a second
         * time.
         */
        Optional<URI> url();

        /** The header {@code Authorization}, if it wants one. */
        Optional<String> authorization();
    }
}
