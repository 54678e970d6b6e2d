package org.dcgan.metrics;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What this process shows of jobs: {@code dcgan.metrics.*}. */
@ConfigMapping(prefix = "dcgan.metrics")
public interface MetricsConfig {
    /** How long the series of a job stay after its end. */
    @WithDefault("1H")
    Duration keep();

    /** The most jobs that have series of their own. The rest is counted in {@code dcgan_jobs_without_series}. */
    @WithDefault("100")
    int maxJobs();
}
