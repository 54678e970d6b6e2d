package org.dcgan.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.client.CollectorRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.dcgan.message.CheckpointSaved;
import org.dcgan.message.JobState;
import org.dcgan.message.JobState.State;
import org.dcgan.message.LossRecorded;
import org.dcgan.message.QualityMeasured;
import org.dcgan.message.Scores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a scrape shows after messages have been read from the topics. */
@Tag("fast")
class MetricsStateTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private final MetricsState metrics = new MetricsState(config(), Clock.fixed(NOW, ZoneOffset.UTC));
    private final CollectorRegistry scrape = new CollectorRegistry();

    MetricsStateTest() {
        scrape.register(new MetricsCollector(metrics, true));
    }

    private static MetricsConfig config() {
        return new SmallRyeConfigBuilder()
                .withMapping(MetricsConfig.class)
                .withDefaultValue("dcgan.metrics.max-jobs", "3")
                .addDefaultInterceptors()
                .build()
                .getConfigMapping(MetricsConfig.class);
    }

    @Test
    void aLossShowsInEverySeries() {
        recorded("a", 1, 25);

        assertThat(value("dcgan_loss", "job_id", "a", "network", "discriminator"))
                .isEqualTo(25.5);
        assertThat(value("dcgan_loss", "job_id", "a", "network", "generator")).isEqualTo(26.5);
        assertThat(value("dcgan_score", "input", "real", "job_id", "a")).isEqualTo(0.75);
        assertThat(value("dcgan_score", "input", "fake", "job_id", "a")).isEqualTo(0.25);
        assertThat(value("dcgan_step", "job_id", "a")).isEqualTo(25);
        assertThat(value("dcgan_epoch", "job_id", "a")).isEqualTo(2);
        assertThat(value("dcgan_images_per_second", "job_id", "a")).isEqualTo(500);
    }

    @Test
    void aLateOrRepeatedLossChangesNothing() {
        recorded("a", 2, 50);

        recorded("a", 2, 25);
        recorded("a", 1, 75);

        assertThat(value("dcgan_step", "job_id", "a")).isEqualTo(50);
    }

    @Test
    void aNewAttemptIsBelievedThoughItGoesBack() {
        recorded("a", 1, 75);

        recorded("a", 2, 50);

        assertThat(value("dcgan_step", "job_id", "a")).isEqualTo(50);
    }

    @Test
    void ignoresStatesAfterTheEnd() {
        state("a", State.SUCCEEDED, 1, NOW);

        state("a", State.RUNNING, 1, NOW);

        assertThat(value("dcgan_job_state", "job_id", "a", "state", "SUCCEEDED"))
                .isEqualTo(1);
        assertThat(value("dcgan_jobs", "state", "SUCCEEDED")).isEqualTo(1);
        assertThat(value("dcgan_jobs", "state", "RUNNING")).isZero();
    }

    @Test
    void aJobsSeriesGoSomeTimeAfterItsEnd() {
        recorded("old", 1, 0);
        state("old", State.SUCCEEDED, 1, NOW.minus(Duration.ofMinutes(61)));
        recorded("new", 1, 0);
        state("new", State.SUCCEEDED, 1, NOW.minus(Duration.ofMinutes(59)));

        assertThat(value("dcgan_step", "job_id", "old")).isNull();
        assertThat(value("dcgan_job_state", "job_id", "old", "state", "SUCCEEDED"))
                .isNull();
        assertThat(value("dcgan_step", "job_id", "new")).isZero();
        assertThat(value("dcgan_jobs", "state", "SUCCEEDED")).isEqualTo(2);
    }

    @Test
    void theSeriesOfARunningJobStayHoweverLongItIsSilent() {
        state("a", State.RUNNING, 1, NOW.minus(Duration.ofDays(3)));

        assertThat(value("dcgan_job_state", "job_id", "a", "state", "RUNNING")).isEqualTo(1);
    }

    @Test
    void ofTooManyJobsThoseThatTrainAndTheNewestHaveSeriesAndTheRestIsCounted() {
        state("running", State.RUNNING, 1, NOW);
        for (int i = 0; i < 4; i++) {
            state("ended-" + i, State.SUCCEEDED, 1, NOW);
        }

        assertThat(value("dcgan_jobs_without_series")).isEqualTo(2);
        assertThat(value("dcgan_job_state", "job_id", "running", "state", "RUNNING"))
                .isEqualTo(1);
        assertThat(value("dcgan_job_state", "job_id", "ended-3", "state", "SUCCEEDED"))
                .isEqualTo(1);
        assertThat(value("dcgan_job_state", "job_id", "ended-1", "state", "SUCCEEDED"))
                .isNull();
    }

    @Test
    void theQueueIsAsDeepAsThereAreJobsThatHaveNotEnded() {
        metrics.addRequest("dcgan-jobs-0-0", "waiting");
        metrics.addRequest("dcgan-jobs-0-1", "running");
        metrics.addRequest("dcgan-jobs-0-2", "ended");
        state("running", State.RUNNING, 1, NOW);
        state("ended", State.CANCELLED, 1, NOW);

        assertThat(value("dcgan_queue_depth")).isEqualTo(2);
        assertThat(value("dcgan_jobs", "state", "QUEUED")).isEqualTo(1);
    }

    @Test
    void aJobAskedForTwiceIsInTheQueueOnce() {
        metrics.addRequest("dcgan-jobs-0-0", "twice");
        metrics.addRequest("dcgan-jobs-0-1", "twice");

        assertThat(value("dcgan_queue_depth")).isEqualTo(1);
    }

    @Test
    void aMessageThatIsNoJobIsInTheQueueUntilItIsRefused() {
        metrics.addRequest("dcgan-jobs-0-0", "dcgan-jobs-0-0");
        assertThat(value("dcgan_queue_depth")).isEqualTo(1);

        metrics.addRefused("dcgan-jobs-0-0");

        assertThat(value("dcgan_queue_depth")).isZero();
        assertThat(value("dcgan_jobs_refused_total")).isEqualTo(1);
    }

    @Test
    void aCheckpointAnnouncedTwiceIsOne() {
        saved("a", 0, 10);
        saved("a", 1, 20);
        saved("a", 0, 10);

        assertThat(value("dcgan_checkpoints_total")).isEqualTo(2);
        recorded("a", 1, 25);
        assertThat(value("dcgan_checkpoint_timestamp_seconds", "job_id", "a"))
                .isEqualTo(NOW.plusSeconds(20).getEpochSecond());
    }

    @Test
    void aQualityShowsInEverySeries() {
        recorded("a", 1, 25);
        judged("a", 3, scores(12.5), scores(9.5), "one class");

        assertThat(value("dcgan_frechet_distance", "job_id", "a", "generator", "plain"))
                .isEqualTo(12.5);
        assertThat(value("dcgan_frechet_distance", "job_id", "a", "generator", "averaged"))
                .isEqualTo(9.5);
        assertThat(value("dcgan_frechet_distance", "job_id", "a", "generator", "floor"))
                .isEqualTo(1.5);
        assertThat(value("dcgan_kernel_distance", "job_id", "a", "generator", "plain"))
                .isEqualTo(0.25);
        assertThat(value("dcgan_inception_score", "job_id", "a", "generator", "plain"))
                .isEqualTo(8.5);
        assertThat(value("dcgan_density", "job_id", "a", "generator", "plain")).isEqualTo(0.75);
        assertThat(value("dcgan_coverage", "job_id", "a", "generator", "plain")).isEqualTo(0.5);
        assertThat(value("dcgan_confidence", "job_id", "a", "generator", "plain"))
                .isEqualTo(0.875);
        assertThat(value("dcgan_class_share", "job_id", "a", "generator", "plain", "class", "1"))
                .isEqualTo(0.625);
        assertThat(value("dcgan_collapsed", "job_id", "a")).isEqualTo(1);
        assertThat(value("dcgan_judged_epoch", "job_id", "a")).isEqualTo(3);
    }

    @Test
    void anEpochThatIsJudgedLateChangesNothing() {
        recorded("a", 1, 25);
        judged("a", 3, scores(12.5), null, null);

        judged("a", 1, scores(50), scores(40), "one class");

        assertThat(value("dcgan_judged_epoch", "job_id", "a")).isEqualTo(3);
        assertThat(value("dcgan_frechet_distance", "job_id", "a", "generator", "plain"))
                .isEqualTo(12.5);
        assertThat(value("dcgan_frechet_distance", "job_id", "a", "generator", "averaged"))
                .isNull();
        assertThat(value("dcgan_collapsed", "job_id", "a")).isZero();
    }

    @Test
    void aJobThatIsJudgedAgainLongAfterItsEndHasNoSeries() {
        recorded("old", 1, 25);
        state("old", State.SUCCEEDED, 1, NOW.minus(Duration.ofMinutes(61)));

        judged("old", 3, scores(12.5), null, null);

        assertThat(value("dcgan_judged_epoch", "job_id", "old")).isNull();
    }

    @Test
    void theQualityOfAJobThatNobodyKnowsHasNoSeries() {
        judged("a", 3, scores(12.5), null, null);

        assertThat(value("dcgan_judged_epoch", "job_id", "a")).isNull();
    }

    private void recorded(String job, int attempt, long step) {
        LossRecorded loss =
                new LossRecorded(job, attempt, 2, 0, step, 0, step + 0.5f, step + 1.5f, 0.75f, 0.25f, 500, NOW);
        metrics.update(job, known -> known.with(loss, NOW));
    }

    private void state(String job, State state, int attempt, Instant at) {
        JobState next = new JobState(job, state, attempt, 0, 0, 0, 100, "worker", null, null, at);
        metrics.update(job, known -> known.with(next, at));
    }

    private void saved(String job, int epoch, long step) {
        metrics.addCheckpoint(job + "/" + epoch);
        CheckpointSaved checkpoint = new CheckpointSaved(job, epoch, step, "key", "sum", NOW.plusSeconds(step));
        metrics.update(job, known -> known.with(checkpoint, NOW));
    }

    private void judged(String job, int epoch, Scores plain, Scores averaged, String collapse) {
        QualityMeasured quality =
                new QualityMeasured(job, epoch, 10, "sum", "judge", 5_000, plain, averaged, scores(1.5), collapse, NOW);
        metrics.update(job, known -> known.with(quality));
    }

    private static Scores scores(double frechetDistance) {
        return new Scores(frechetDistance, 0.25, 8.5, 0.75, 0.5, 0.875, List.of(0.375, 0.625));
    }

    /** A series' value; labels as names and values in turn, or null if there is no such series. */
    private Double value(String series, String... labels) {
        String[] names = new String[labels.length / 2];
        String[] values = new String[labels.length / 2];
        for (int i = 0; i < names.length; i++) {
            names[i] = labels[2 * i];
            values[i] = labels[2 * i + 1];
        }
        return scrape.getSampleValue(series, names, values);
    }
}
