package org.dcgan.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.dcgan.message.JobState;
import org.dcgan.message.JobState.State;
import org.dcgan.message.Json;
import org.dcgan.message.LossRecorded;
import org.dcgan.message.QualityMeasured;
import org.dcgan.message.Scores;
import org.dcgan.message.TrainingJob;
import org.dcgan.topic.Topic;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Messages come from several topics, in whatever order they are read. */
@Tag("fast")
class JobIndexTest {
    private static final Instant NOW = Instant.EPOCH;

    private final JobIndex index = new JobIndex();

    @Test
    void aJobThatEveryTopicHasPurgedIsUnknown() {
        index.submitted("place-1", job("a", 1), NOW);
        index.noted(state("a", State.SUCCEEDED, 1, "place-1"), 0);

        for (Topic topic : Topic.values()) {
            index.purged(topic, "a", 1);
        }

        assertThat(index.report("a")).isEmpty();
    }

    @Test
    void aPurgedIdIsANewJob() {
        index.submitted("place-1", job("a", 1), NOW);
        index.noted(state("a", State.SUCCEEDED, 1, "place-1"), 0);
        index.cancelled("a");
        for (Topic topic : Topic.values()) {
            index.purged(topic, "a", 1);
        }

        index.submitted("place-2", job("a", 2), NOW);

        assertThat(index.report("a").orElseThrow())
                .returns(State.QUEUED, JobReport::state)
                .returns(false, JobReport::cancelling)
                .returns(job("a", 2), JobReport::job);
    }

    @Test
    void anEndThatIsNotedAfterItsPurgeDoesNotCount() {
        index.purged(Topic.JOB_STATES, "a", 5);

        index.noted(state("a", State.SUCCEEDED, 1, "place-1"), 4);

        assertThat(index.report("a")).isEmpty();
    }

    @Test
    void aRefusalThatIsReadBeforeItsJobCounts() {
        index.refused("place-1", "a", "why", NOW);
        index.submitted("place-1", job("a", 1), NOW);

        assertThat(index.report("a").orElseThrow())
                .returns(State.FAILED, JobReport::state)
                .returns("why", JobReport::reason);
        assertThat(index.accepted("a")).isEmpty();
    }

    @Test
    void aJobThatIsAskedForAnewAfterARefusalWaits() {
        index.submitted("place-1", job("a", 1), NOW);
        index.refused("place-1", "a", "why", NOW);
        index.submitted("place-2", job("a", 2), NOW);

        assertThat(index.report("a").orElseThrow())
                .returns(State.QUEUED, JobReport::state)
                .returns(job("a", 2), JobReport::job);
    }

    @Test
    void aRefusedTwinDoesNotChangeARunningJob() {
        index.submitted("place-1", job("a", 1), NOW);
        index.noted(state("a", State.RUNNING, 1, "place-1"), 0);
        index.submitted("place-2", job("a", 2), NOW);
        index.refused("place-2", "a", "another job has this id", NOW);

        assertThat(index.report("a").orElseThrow())
                .returns(State.RUNNING, JobReport::state)
                .returns(job("a", 1), JobReport::job);
    }

    @Test
    void ofSeveralMessagesTheOneThatWasTakenUpIsTheJob() {
        index.submitted("place-1", job("a", 1), NOW);
        index.submitted("place-2", job("a", 2), NOW);
        index.noted(state("a", State.RUNNING, 1, "place-2"), 0);

        assertThat(index.report("a").orElseThrow().job()).isEqualTo(job("a", 2));
    }

    @Test
    void aCancellationThatIsReadBeforeItsJobCounts() {
        index.cancelled("a");
        index.submitted("place-1", job("a", 1), NOW);

        assertThat(index.report("a").orElseThrow().cancelling()).isTrue();
    }

    @Test
    void ignoresStatesOfAnOlderAttempt() {
        index.submitted("place-1", job("a", 1), NOW);
        index.noted(state("a", State.RUNNING, 2, "place-1"), 0);
        index.noted(loss("a", 2, 10, 0.5f), 0);
        index.noted(loss("a", 1, 10, 0.9f), 1);
        index.noted(loss("a", 1, 20, 0.9f), 2);

        assertThat(index.report("a").orElseThrow().progress())
                .returns(11L, Progress::step)
                .returns(0.5f, Progress::discriminatorLoss);
        assertThat(index.losses("a").get(0).discriminatorLoss()).isEqualTo(0.5f);
    }

    @Test
    void showsSpeedAndTimeLeftOfARunningJob() {
        index.submitted("place-1", job("a", 1), NOW);
        index.noted(state("a", State.RUNNING, 1, "place-1"), 0);
        index.noted(loss("a", 1, 10, 0.5f), 0);

        assertThat(index.report("a").orElseThrow().progress())
                .returns(100.0, Progress::imagesPerSecond)
                .returns(57L, Progress::secondsLeft); // (100 − 11) · 64 / 100
    }

    @Test
    void runsOfTheStoreAloneAreTheOldest() {
        index.submitted("place-1", job("a", 1), NOW);
        index.submitted("place-2", job("b", 1), NOW);
        index.found(job("stored", 1), state("stored", State.SUCCEEDED, 0, null));

        assertThat(index.reports(EnumSet.allOf(State.class)))
                .extracting(JobReport::id)
                .isEqualTo(List.of("b", "a", "stored"));
    }

    @Test
    void anEpochThatIsJudgedAgainHasItsLastQuality() {
        index.noted(quality("a", 1, 30));
        index.noted(quality("a", 0, 50));
        index.noted(quality("a", 1, 20));

        assertThat(index.qualities("a")).isEqualTo(List.of(quality("a", 0, 50), quality("a", 1, 20)));
    }

    @Test
    void aJobThatIsOnlyJudgedIsNotKnown() {
        index.noted(quality("stored", 0, 50));

        assertThat(index.knows("stored")).isFalse();
    }

    @Test
    void sendsOnlyNewEventsToAReaderThatReconnects() {
        index.noted(state("b", State.RUNNING, 1, "place-2"), 10);
        index.noted(state("a", State.RUNNING, 1, "place-1"), 7);
        index.noted(loss("b", 1, 0, 0.5f), 21);
        index.noted(loss("b", 1, 25, 0.5f), 22);
        index.noted(
                state("a", State.FAILED, 1, "place-1"), 9); // an end is noted late: after the losses that lie before it

        EventSource events = follow("b", "10.21.0");

        assertThat(ids(events.next())).containsExactly("10.21.0", "10.22.25");
    }

    @Test
    void anEndThatIsNotedLateDoesNotTakeAReaderBack() {
        index.noted(state("a", State.RUNNING, 1, "place-1"), 8);
        index.noted(state("a", State.FAILED, 1, "place-1"), 7);

        assertThat(index.position("a").toString()).isEqualTo("8.-1.-1");
    }

    @Test
    void idsOfLossesNeverGoBack() {
        index.noted(state("a", State.RUNNING, 2, "place-1"), 0);
        for (long step = 0; step < 5; step++) {
            index.noted(loss("a", 1, step, 0.5f), step);
        }
        index.noted(loss("a", 2, 2, 0.25f), 5); // the second attempt goes on from step 2, and ends after step 3
        index.noted(loss("a", 2, 3, 0.25f), 6);

        assertThat(ids(follow("a", null).next()))
                .containsExactly("0.-1.-1", "0.0.0", "0.1.1", "0.4.4", "0.5.2", "0.6.3");
        assertThat(index.losses("a")).extracting(Loss::step).containsExactly(0L, 1L, 2L, 3L, 4L);
    }

    @Test
    void aLongHistoryIsToldInParts() {
        index.noted(state("a", State.RUNNING, 1, "place-1"), 0);
        for (long step = 0; step < 1_000; step++) {
            index.noted(loss("a", 1, step, 0.5f), step);
        }
        EventSource events = follow("a", null);

        List<Event> first = events.next();

        assertThat(first).hasSizeLessThan(200);
        assertThat(losses(first, events)).hasSize(1_000).doesNotHaveDuplicates();
        assertThat(events.isOver()).isFalse();
    }

    @Test
    void aReaderThatIsBehindHasEveryLossBeforeTheEnd() {
        index.noted(state("a", State.RUNNING, 1, "place-1"), 0);
        for (long step = 0; step < 1_000; step++) {
            index.noted(loss("a", 1, step, 0.5f), step);
        }
        EventSource events = follow("a", null);
        List<Event> first = events.next();

        index.noted(state("a", State.SUCCEEDED, 1, "place-1"), 1);

        assertThat(losses(first, events)).hasSize(1_000);
        assertThat(events.isOver()).isTrue();
    }

    @Test
    void wakesReadersOfAJobAndNoOthers() {
        index.noted(state("a", State.RUNNING, 1, "place-1"), 0);
        AtomicInteger woken = new AtomicInteger();
        EventSource events =
                index.follow("a", EventId.NONE, woken::incrementAndGet).orElseThrow();
        events.next();

        index.noted(loss("b", 1, 0, 0.5f), 0);
        index.noted(loss("a", 1, 0, 0.5f), 1);
        index.noted(quality("a", 0, 50));
        events.close();
        index.noted(loss("a", 1, 1, 0.5f), 2);

        assertThat(woken).hasValue(2);
        assertThat(events.next())
                .extracting(Event::name)
                .containsExactly("sample", "loss", "sample", "loss", "quality");
    }

    @Test
    void aQualityIsToldOnceAndAgainWhenItIsJudgedAgain() {
        index.noted(state("a", State.RUNNING, 1, "place-1"), 0);
        index.noted(quality("a", 1, 30));
        EventSource events = follow("a", null);
        events.next();

        index.noted(quality("a", 0, 40));
        index.noted(quality("a", 1, 20));

        assertThat(events.next()).extracting(Event::data).containsExactly(quality("a", 0, 40), quality("a", 1, 20));
        assertThat(events.next()).isEmpty();
    }

    private EventSource follow(String id, String since) {
        return index.follow(id, EventId.parse(since), () -> {}).orElseThrow();
    }

    private static List<String> ids(List<Event> events) {
        return events.stream()
                .map(Event::id)
                .filter(Objects::nonNull)
                .map(EventId::toString)
                .toList();
    }

    private static List<Object> losses(List<Event> first, EventSource events) {
        List<Object> losses = new ArrayList<>();
        for (List<Event> next = first; !next.isEmpty(); next = events.next()) {
            next.stream()
                    .filter(event -> event.name().equals("loss"))
                    .map(Event::data)
                    .forEach(losses::add);
        }
        return losses;
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
