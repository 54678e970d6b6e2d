package org.dcgan.trainer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.dcgan.message.Cancellation;
import org.dcgan.message.Crash;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.JobState;
import org.dcgan.message.JobState.State;
import org.dcgan.message.Json;
import org.dcgan.message.TrainingJob;
import org.dcgan.trainer.Attempt.Position;
import org.dcgan.trainer.Delivery.Accept;
import org.dcgan.trainer.Delivery.Action;
import org.dcgan.trainer.Delivery.AskStore;
import org.dcgan.trainer.Delivery.Begin;
import org.dcgan.trainer.Delivery.Ended;
import org.dcgan.trainer.Delivery.Ended.How;
import org.dcgan.trainer.Delivery.Finish;
import org.dcgan.trainer.Delivery.Known;
import org.dcgan.trainer.Delivery.LoadImages;
import org.dcgan.trainer.Delivery.Look;
import org.dcgan.trainer.Delivery.Pause;
import org.dcgan.trainer.Delivery.Publish;
import org.dcgan.trainer.Delivery.PublishAgain;
import org.dcgan.trainer.Delivery.Refuse;
import org.dcgan.trainer.Delivery.Settle;
import org.dcgan.trainer.Delivery.Train;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The protocol step by step: what a worker does next, given what it has found out. */
@Tag("fast")
class DeliveryTest {
    private static final TrainingJob JOB =
            Json.read("{}".getBytes(UTF_8), TrainingJob.class).identified("job");
    private static final Known NOTHING = new Known(Optional.empty(), Optional.empty(), List.of());

    @Test
    void claimsAJobThatNobodyHasClaimed() {
        Publish claim = (Publish) loaded(arrive(NOTHING));

        assertThat(claim.state())
                .returns(State.QUEUED, JobState::state)
                .returns("a", JobState::origin)
                .returns(100L, JobState::steps);
    }

    @Test
    void claimsAJobThatWasOnlyAnnounced() {
        Publish claim = (Publish) loaded(arrive(known(state(State.QUEUED, 0, null, null))));

        assertThat(claim.state().origin()).isEqualTo("a");
    }

    @Test
    void acknowledgesWhenAnotherMessageHasClaimedTheSameJob() {
        Action action = arrive(known(state(State.RUNNING, 1, "w2", "b")));

        assertThat(action).isEqualTo(Finish.DONE);
    }

    @Test
    void waitsWhileItCannotTellWhetherTheOtherMessageAsksForTheSame() {
        Look look = (Look) delivery("a", 1).begin();

        Action action = ((AskStore) look.then().apply(known(state(State.RUNNING, 1, "w2", "b"))))
                .then()
                .apply(false);

        assertThat(afterPause(action)).isEqualTo(Finish.GIVE_BACK);
    }

    @Test
    void takesTheJobOverFromTheMessageThatItIsACopyOf() {
        Action action = arrive(delivery("a>b", 1), known(state(State.RUNNING, 3, "w2", "a")));

        assertThat(((Publish) loaded(action)).state())
                .returns("a>b", JobState::origin)
                .returns(3, JobState::attempt);
    }

    @Test
    void acknowledgesAMessageWhoseJobHasEnded() {
        assertThat(arrive(known(state(State.CANCELLED, 1, "w2", "a")))).isEqualTo(Finish.DONE);
    }

    @Test
    void refusesAJobWhoseImagesCannotBeLoaded() {
        LoadImages load = begun(arrive(NOTHING));

        Action action = load.refused().apply(new InvalidMessageException("dataset", "x", "mnist"));

        assertThat(((Refuse) action).then().get()).isEqualTo(Finish.DONE);
    }

    @Test
    void refusesAJobWhoseIdAnotherHas() {
        AskStore ask = (AskStore) look(delivery("a", 1).begin(), NOTHING);

        Action action = ask.refused().apply(new InvalidMessageException("id", "job", "a new one"));

        assertThat(((Refuse) action).then().get()).isEqualTo(Finish.DONE);
    }

    @Test
    void failsAClaimedJobWhoseIdAnotherHas() {
        AskStore ask = (AskStore) look(delivery("a", 1).begin(), known(state(State.RUNNING, 1, "w2", "a")));

        Action action = ask.refused().apply(new InvalidMessageException("id", "job", "a new one"));

        assertThat(((Publish) action).state()).returns(State.FAILED, JobState::state);
    }

    @Test
    void failsAJobWhoseIdAnotherGotAtTheSameTime() {
        Publish claim = (Publish) loaded(arrive(NOTHING));
        Accept accept = (Accept) look(claim.then().get(), known(claim.state()));

        Action action = accept.refused().apply(new InvalidMessageException("id", "job", "a new one"));

        assertThat(((Publish) action).state()).returns(State.FAILED, JobState::state);
    }

    @Test
    void failsAnAcceptedJobWhoseImagesHaveGone() {
        LoadImages load = begun(arrive(known(state(State.RUNNING, 1, "w2", "a"))));

        Action action = load.refused().apply(new InvalidMessageException("dataset", "x", "mnist"));

        assertThat(((Publish) action).state()).returns(State.FAILED, JobState::state);
    }

    @Test
    void beginsTheNextAttempt() {
        Publish running = (Publish) accepted(loaded(arrive(known(state(State.RUNNING, 4, "w2", "a")))));

        assertThat(running.state())
                .returns(State.RUNNING, JobState::state)
                .returns(5, JobState::attempt)
                .returns("w1", JobState::worker);
    }

    @Test
    void givesTheMessageBackWhenAnotherWorkerHasBegunTheSameAttempt() {
        Publish running = (Publish) accepted(loaded(arrive(known(state(State.RUNNING, 4, "w2", "a")))));

        Action action = look(running.then().get(), known(state(State.RUNNING, 5, "w3", "a")));

        assertThat(afterPause(action)).isEqualTo(Finish.GIVE_BACK);
    }

    @Test
    void attemptsThatFellSilentAreNoCrashes() {
        Known known = known(state(State.RUNNING, 30, "w2", "a"));

        Publish running = (Publish) accepted(loaded(arrive(known)));

        assertThat(running.state()).returns(31, JobState::attempt).returns(0, JobState::crashes);
    }

    @Test
    void failsAJobAfterThreeCrashesAtTheSameStep() {
        Known known = new Known(Optional.of(state(State.RUNNING, 3, "w2", "a")), Optional.empty(), crashes(3));

        Publish end = (Publish) look(delivery("a", 1).begin(), known);

        assertThat(end.state())
                .returns(State.FAILED, JobState::state)
                .returns(
                        "its worker died 3 times without getting beyond step 500 (attempts 1, 2, 3, each alone on its machine): its process died",
                        JobState::reason);
    }

    @Test
    void triesAgainWhenACheckpointWasStoredAfterTheCrashes() {
        JobState later = new JobState("job", State.RUNNING, 4, 0, 0, 10, 100, "w2", null, "a", null);
        Known known = new Known(Optional.of(later), Optional.empty(), crashes(3));

        Publish running = (Publish) accepted(loaded(arrive(known)));

        assertThat(running.state()).returns(State.RUNNING, JobState::state).returns(0, JobState::crashes);
    }

    @Test
    void triesAgainHoweverOftenItCrashedBesideOthers() {
        List<Crash> crashes = List.of(crash(1, false), crash(2, false), crash(3, false), crash(4, true));
        Known known = new Known(Optional.of(state(State.RUNNING, 4, "w2", "a")), Optional.empty(), crashes);

        Publish running = (Publish) accepted(loaded(arrive(known)));

        assertThat(running.state()).returns(State.RUNNING, JobState::state).returns(4, JobState::crashes);
    }

    @Test
    void trainsAJobThatCrashedAlone() {
        Known known =
                new Known(Optional.of(state(State.RUNNING, 1, "w2", "a")), Optional.empty(), List.of(crash(1, false)));

        assertThat(((Begin) arrive(known)).alone()).isTrue();
    }

    @Test
    void trainsAJobThatFellSilentBesideOthers() {
        Begin begin = (Begin) arrive(known(state(State.RUNNING, 1, "w2", "a")));

        assertThat(begin.alone()).isFalse();
    }

    @Test
    void trainsAJobThatGotBeyondItsCrashBesideOthers() {
        JobState later = new JobState("job", State.RUNNING, 2, 0, 0, 10, 100, "w2", null, "a", null);
        Known known = new Known(Optional.of(later), Optional.empty(), List.of(crash(1, true)));

        assertThat(((Begin) arrive(known)).alone()).isFalse();
    }

    @Test
    void releasesTheMessageWhileAnotherJobMustRunAlone() {
        Begin begin = (Begin) arrive(NOTHING);

        assertThat(afterPause(begin.refused().get())).isEqualTo(Finish.GIVE_BACK);
    }

    @Test
    void handsAJobOverWhenAnotherMustRunAlone() {
        Settle settle = (Settle) train().then().apply(new Ended(How.IN_THE_WAY, new Position(0, 7), null));

        Publish handedOver = (Publish) settle.then().apply(Optional.empty());

        assertThat(settle.checkpoint()).isTrue();
        assertThat(handedOver.state())
                .returns(State.QUEUED, JobState::state)
                .returns("another job must run alone on its machine", JobState::reason);
        assertThat(handedOver.then().get()).isEqualTo(Finish.GIVE_BACK);
    }

    @Test
    void triesAgainAfterTwoCrashes() {
        Known known = new Known(Optional.of(state(State.RUNNING, 2, "w2", "a")), Optional.empty(), crashes(2));

        Publish running = (Publish) accepted(loaded(arrive(known)));

        assertThat(running.state()).returns(State.RUNNING, JobState::state).returns(2, JobState::crashes);
    }

    @Test
    void publishesAMessageAgainBeforeTheBrokerDropsIt() {
        Action action = look(delivery("a", 3).begin(), known(state(State.RUNNING, 2, "w2", "a")));

        assertThat(((PublishAgain) action).then().get()).isEqualTo(Finish.DONE);
    }

    @Test
    void endsACancelledJobHoweverOftenItWasDelivered() {
        Known known = new Known(
                Optional.of(state(State.RUNNING, 2, "w2", "a")),
                Optional.of(new Cancellation("job", "me", null)),
                List.of());

        Publish end = (Publish) look(delivery("a", 4).begin(), known);

        assertThat(end.state()).returns(State.CANCELLED, JobState::state).returns("cancelled by me", JobState::reason);
    }

    @Test
    void acknowledgesOnlyAfterTheEndHasBeenReadBack() {
        Publish end = (Publish) settled(train().then().apply(new Ended(How.COMPLETE, new Position(9, 100), null)));

        Action action = look(end.then().get(), known(end.state()));

        assertThat(end.state()).returns(State.SUCCEEDED, JobState::state);
        assertThat(action).isEqualTo(Finish.DONE);
    }

    @Test
    void givesTheMessageBackWhenANewerAttemptHasBegunBeforeTheEnd() {
        Publish end = (Publish) settled(train().then().apply(new Ended(How.COMPLETE, new Position(9, 100), null)));

        Action action = look(end.then().get(), known(state(State.RUNNING, 2, "w2", "a")));

        assertThat(afterPause(action)).isEqualTo(Finish.GIVE_BACK);
    }

    @Test
    void failsAJobWhoseResultsCannotBeStored() {
        Settle settle = (Settle) train().then().apply(new Ended(How.COMPLETE, new Position(9, 100), null));

        Publish end = (Publish) settle.then().apply(Optional.of("the disk is full"));

        assertThat(end.state()).returns(State.FAILED, JobState::state).returns("the disk is full", JobState::reason);
    }

    @Test
    void storesACheckpointAndHandsTheJobOverWhenTheProcessEnds() {
        Settle settle = (Settle) train().then().apply(new Ended(How.SHUTDOWN, new Position(0, 7), null));

        Publish handedOver = (Publish) settle.then().apply(Optional.empty());

        assertThat(settle.checkpoint()).isTrue();
        assertThat(handedOver.state()).returns(State.QUEUED, JobState::state).returns(7L, JobState::step);
        assertThat(handedOver.then().get()).isEqualTo(Finish.GIVE_BACK);
    }

    @Test
    void storesWhatALostAttemptHasComputed() {
        Action action = train().then().apply(new Ended(How.LEASE_LOST, new Position(0, 7), null));

        assertThat(((Settle) action).checkpoint()).isTrue();
    }

    @Test
    void dropsWhatAnOvertakenAttemptHasComputed() {
        Action action = train().then().apply(new Ended(How.OVERTAKEN, new Position(0, 7), null));

        assertThat(action).isEqualTo(Finish.GIVE_BACK);
    }

    @Test
    void publishesNoStateWithoutTheLease() {
        assertThat(Delivery.isAllowedWithoutLease(loaded(arrive(NOTHING)))).isFalse();
    }

    @Test
    void aLostLeaseComesBeforeACancellationAndAStop() {
        assertThat(Delivery.stopReason(false, false, true, true, true)).contains(StopReason.LEASE_LOST);
    }

    @Test
    void aNewerAttemptComesBeforeALostLease() {
        assertThat(Delivery.stopReason(true, false, true, true, true)).contains(StopReason.OVERTAKEN);
    }

    /** The first attempt, about to train. */
    private static Train train() {
        Publish claim = (Publish) loaded(arrive(NOTHING));
        Publish running = (Publish) accepted(look(claim.then().get(), known(claim.state())));
        return (Train) look(running.then().get(), known(running.state()));
    }

    private static Action arrive(Known known) {
        return arrive(delivery("a", 1), known);
    }

    private static Action arrive(Delivery delivery, Known known) {
        return ((AskStore) look(delivery.begin(), known)).then().apply(true);
    }

    private static Action look(Action action, Known known) {
        return ((Look) action).then().apply(known);
    }

    private static Action loaded(Action action) {
        return begun(action).then().apply(100);
    }

    private static LoadImages begun(Action action) {
        return (LoadImages) ((Begin) action).then().get();
    }

    private static Action accepted(Action action) {
        return ((Accept) action).then().get();
    }

    private static Action afterPause(Action action) {
        return ((Pause) action).then().get();
    }

    private static Action settled(Action action) {
        return ((Settle) action).then().apply(Optional.empty());
    }

    private static Delivery delivery(String path, int deliveries) {
        return new Delivery(JOB, path, deliveries, "w1");
    }

    private static Known known(JobState state) {
        return new Known(Optional.of(state), Optional.empty(), List.of());
    }

    private static List<Crash> crashes(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(attempt -> crash(attempt, true))
                .toList();
    }

    private static Crash crash(int attempt, boolean alone) {
        return new Crash("job", attempt, Instant.ofEpochSecond(attempt), 0, 500, alone, "w", "its process died", null);
    }

    private static JobState state(State state, int attempt, String worker, String origin) {
        return new JobState("job", state, attempt, 0, 0, 0, 100, worker, null, origin, null);
    }
}
