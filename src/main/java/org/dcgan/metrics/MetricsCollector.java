package org.dcgan.metrics;

import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.dcgan.message.CheckpointSaved;
import org.dcgan.message.JobState;
import org.dcgan.message.LossRecorded;
import org.jboss.logging.Logger;

/**
 * Exposes {@link MetricsState} on {@code /q/metrics}. All series of a scrape come from one snapshot, so that a loss and its step
 * belong together. The series of an ended job disappear after a while.
 */
final class MetricsCollector extends Collector {
    private static final Logger LOG = Logger.getLogger(MetricsCollector.class);

    private final MetricsState metrics;
    private final boolean showsLosses;
    private boolean overflowed;

    /**
     * Creates a collector, to be registered.
     *
     * @param showsLosses whether the last loss of each job is shown
     */
    MetricsCollector(MetricsState metrics, boolean showsLosses) {
        this.metrics = metrics;
        this.showsLosses = showsLosses;
    }

    @Override
    public synchronized List<MetricFamilySamples> collect() {
        MetricsState.View view = metrics.view();
        warnOf(view.overflow());
        List<MetricFamilySamples> all = new ArrayList<>(totals(view));
        all.addAll(progress(view.shownJobs()));
        all.addAll(QualityFamilies.of(view.shownJobs()));
        if (showsLosses) {
            all.addAll(losses(view.shownJobs()));
        }
        return all;
    }

    private static List<MetricFamilySamples> totals(MetricsState.View view) {
        GaugeMetricFamily jobs = new GaugeMetricFamily("dcgan_jobs", "Jobs by state", List.of("state"));
        view.states().forEach((state, count) -> jobs.addMetric(List.of(state.name()), count));
        return List.of(
                jobs,
                new GaugeMetricFamily(
                        "dcgan_queue_depth",
                        "Jobs asked for that have not ended, in training or waiting for it",
                        view.queueDepth()),
                new GaugeMetricFamily(
                        "dcgan_jobs_without_series",
                        "Jobs that have no series of their own because there are too many",
                        view.overflow()),
                new CounterMetricFamily(
                        "dcgan_jobs_refused", "Messages that were no job and lie in dcgan.jobs.dead", view.refused()),
                new CounterMetricFamily(
                        "dcgan_checkpoints", "Checkpoints after an epoch, of all jobs ever", view.checkpoints()));
    }

    private static List<MetricFamilySamples> progress(List<Job> jobs) {
        GaugeMetricFamily state = new GaugeMetricFamily(
                "dcgan_job_state", "1 for the state that the job is in", List.of("job_id", "state"));
        jobs.forEach(job -> state.addMetric(List.of(job.id(), job.state().name()), 1));
        return List.of(
                state,
                gauge(
                        "dcgan_job_attempts",
                        "How often a trainer has taken the job up",
                        jobs,
                        stated(JobState::attempt)),
                gauge("dcgan_steps", "Iterations of the whole run", jobs, stated(JobState::steps)),
                gauge(
                        "dcgan_checkpoint_timestamp_seconds",
                        "When the job's newest checkpoint was complete",
                        jobs,
                        job -> job.lastCheckpoint()
                                .map(CheckpointSaved::at)
                                .map(Instant::toEpochMilli)
                                .map(millis -> millis / 1000.0)));
    }

    private static Function<Job, Optional<Number>> stated(Function<JobState, Number> value) {
        return job -> job.lastState().map(value);
    }

    private static GaugeMetricFamily gauge(
            String name, String help, List<Job> jobs, Function<Job, ? extends Optional<? extends Number>> value) {
        GaugeMetricFamily gauge = new GaugeMetricFamily(name, help, List.of("job_id"));
        jobs.forEach(
                job -> value.apply(job).ifPresent(number -> gauge.addMetric(List.of(job.id()), number.doubleValue())));
        return gauge;
    }

    private static List<MetricFamilySamples> losses(List<Job> jobs) {
        Map<LossSeries.Name, GaugeMetricFamily> families = new EnumMap<>(LossSeries.Name.class);
        for (LossSeries series : LossSeries.values()) {
            GaugeMetricFamily family = families.computeIfAbsent(
                    series.seriesName(),
                    name -> new GaugeMetricFamily(
                            name.text, name.help, List.copyOf(series.labels("").keySet())));
            jobs.forEach(job -> job.lastLoss().ifPresent(loss -> add(family, series, loss)));
        }
        return List.copyOf(families.values());
    }

    private static void add(GaugeMetricFamily family, LossSeries series, LossRecorded loss) {
        family.addMetric(List.copyOf(series.labels(loss.jobId()).values()), series.value(loss));
    }

    private void warnOf(int overflow) {
        if (overflow > 0 && !overflowed) {
            LOG.warnf("%d jobs have no series of their own: there are more than dcgan.metrics.max-jobs", overflow);
        }
        overflowed = overflow > 0;
    }
}
