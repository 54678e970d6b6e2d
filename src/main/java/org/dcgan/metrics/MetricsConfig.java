package org.dcgan.metrics;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Settings of the jobs' metrics: {@code dcgan.metrics.*}. */
@ConfigMapping(prefix = "dcgan.metrics")
public interface MetricsConfig {
    /** How long the series of a job stay after its end. */
    @WithDefault("PT1H")
    Duration keep();

    /** The most jobs with their own series. Further jobs are counted in {@code dcgan_jobs_without_series}. */
    @WithDefault("100")
    int maxJobs();

    /** The receiver of every recorded loss with its own time. */
    RemoteWrite remoteWrite();

    /** Prometheus, or another receiver of its remote write 1.0. */
    interface RemoteWrite {
        /**
         * Such as {@code http://localhost:9090/api/v1/write}. If it is set, {@code /q/metrics} does not show the losses a second
         * time.
         */
        Optional<URI> url();

        /** The {@code Authorization} header, if the receiver requires one. */
        Optional<String> authorization();
    }
}
