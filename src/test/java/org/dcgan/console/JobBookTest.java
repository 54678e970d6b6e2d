package org.dcgan.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import org.dcgan.message.JobState;
import org.dcgan.message.JobState.State;
import org.dcgan.message.Json;
import org.dcgan.message.LossRecorded;
import org.dcgan.message.QualityMeasured;
import org.dcgan.message.Scores;
import org.dcgan.message.TrainingJob;
import org.junit.jupiter.api.Test;

/** Messages come from several topics, in whatever order they are read. */
class JobBookTest {
    private static final Instant NOW = Instant.EPOCH;

    private final JobBook book = new JobBook();

    @Test
    void aRefusalThatIsReadBeforeItsJobCounts() {
        book.refused("place-1", "a", "why", NOW);
        book.submitted("place-1", job("a", 1), NOW);

        assertThat(book.report("a").orElseThrow())
                .returns(State.FAILED, JobReport::state)
                .returns("why", JobReport::reason);
        assertThat(book.accepted("a")).isEmpty();
    }

    @Test
    void aJobThatIsAskedForAnewAfterARefusalWaits() {
        book.submitted("place-1", job("a", 1), NOW);
        book.refused("place-1", "a", "why", NOW);
        book.submitted("place-2", job("a", 2), NOW);

        assertThat(book.report("a").orElseThrow())
                .returns(State.QUEUED, JobReport::state)
                .returns(job("a", 2), JobReport::job);
    }

    @Test
    void aRefusedTwinDoesNotChangeARunningJob() {
        book.submitted("place-1", job("a", 1), NOW);
        book.noted(state("a", State.RUNNING, 1, "place-1"), 0);
        book.submitted("place-2", job("a", 2), NOW);
        book.refused("place-2", "a", "another job has this id", NOW);

        assertThat(book.report("a").orElseThrow())
                .returns(State.RUNNING, JobReport::state)
                .returns(job("a", 1), JobReport::job);
    }

    @Test
    void ofSeveralMessagesTheOneThatWasTakenUpIsTheJob() {
        book.submitted("place-1", job("a", 1), NOW);
        book.submitted("place-2", job("a", 2), NOW);
        book.noted(state("a", State.RUNNING, 1, "place-2"), 0);

        assertThat(book.report("a").orElseThrow().job()).isEqualTo(job("a", 2));
    }

    @Test
    void aCancellationThatIsReadBeforeItsJobCounts() {
        book.cancelled("a");
        book.submitted("place-1", job("a", 1), NOW);

        assertThat(book.report("a").orElseThrow().cancelling()).isTrue();
    }

    @Test
    void whatAnOlderAttemptSaysNoLongerCounts() {
        book.submitted("place-1", job("a", 1), NOW);
        book.noted(state("a", State.RUNNING, 2, "place-1"), 0);
        book.noted(loss("a", 2, 10, 0.5f), 0);
        book.noted(loss("a", 1, 10, 0.9f), 1);
        book.noted(loss("a", 1, 20, 0.9f), 2);

        assertThat(book.report("a").orElseThrow().progress())
                .returns(11L, Progress::step)
                .returns(0.5f, Progress::discriminatorLoss);
        assertThat(book.losses("a").get(0).discriminatorLoss()).isEqualTo(0.5f);
    }

    @Test
    void aRunningJobTellsItsSpeedAndTheTimeLeft() {
        book.submitted("place-1", job("a", 1), NOW);
        book.noted(state("a", State.RUNNING, 1, "place-1"), 0);
        book.noted(loss("a", 1, 10, 0.5f), 0);

        assertThat(book.report("a").orElseThrow().progress())
                .returns(100.0, Progress::imagesPerSecond)
                .returns(57L, Progress::secondsLeft); // (100 − 11) · 64 / 100
    }

    @Test
    void runsOfTheStoreAloneAreTheOldest() {
        book.submitted("place-1", job("a", 1), NOW);
        book.submitted("place-2", job("b", 1), NOW);
        book.found(job("stored", 1), state("stored", State.SUCCEEDED, 0, null));

        assertThat(book.reports(EnumSet.allOf(State.class)))
                .extracting(JobReport::id)
                .isEqualTo(List.of("b", "a", "stored"));
    }

    @Test
    void anEpochThatIsJudgedAgainHasItsLastQuality() {
        book.noted(quality("a", 1, 30));
        book.noted(quality("a", 0, 50));
        book.noted(quality("a", 1, 20));

        assertThat(book.qualities("a")).isEqualTo(List.of(quality("a", 0, 50), quality("a", 1, 20)));
    }

    @Test
    void aJobThatIsOnlyJudgedIsNotKnown() {
        book.noted(quality("stored", 0, 50));

        assertThat(book.knows("stored")).isFalse();
    }

    private static TrainingJob job(String id, int epochs) {
        String json = "{\"id\":\"" + id + "\",\"epochs\":" + epochs + "}";
        return Json.read(json.getBytes(StandardCharsets.UTF_8), TrainingJob.class);
    }

    private static JobState state(String id, State state, int attempt, String origin) {
        return new JobState(id, state, attempt, 0, 0, 0, 100, "worker", null, origin, NOW);
    }

    private static QualityMeasured quality(String id, int epoch, double frechetDistance) {
        Scores scores = new Scores(frechetDistance, 0.1, 8, 0.8, 0.7, 0.9, List.of(1.0));
        return new QualityMeasured(id, epoch, 10, "sum", "judge", 5_000, scores, null, null, null, NOW);
    }

    private static LossRecorded loss(String id, int attempt, long step, float discriminatorLoss) {
        return new LossRecorded(id, attempt, 0, (int) step, step, step, discriminatorLoss, 1, 1, 0, 100, NOW);
    }
}
