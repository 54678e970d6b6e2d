package org.dcgan.trainer;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.dcgan.message.Cancellation;
import org.dcgan.message.Crash;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.JobState;
import org.dcgan.message.JobState.State;
import org.dcgan.message.MessagePath;
import org.dcgan.message.TrainingJob;
import org.dcgan.trainer.Attempt.Position;
import org.dcgan.trainer.JobHandler.Verdict;

/**
 * Decides what a worker does with one delivery of a job's message, from arrival to end. It contains every decision of the protocol,
 * and no thread, clock, socket or pause. It names the next {@link Action}; the code that performs it passes the result to the
 * action's {@code then}, which names the next one. {@link Worker} performs the actions on Kafka and the object store, a simulation
 * performs them on models.
 *
 * <p>Four rules protect a job:
 *
 * <ul>
 *   <li>The log of states decides. A message claims its job, and a worker its attempt, by publishing a state and then reading the log
 *       to its end: the first one wins ({@link JobState#then}).
 *   <li>A message is acknowledged only after the log shows the job's end, or another message's claim on the job.
 *   <li>A worker that has lost its lease publishes no state; see {@link #isAllowedWithoutLease}.
 *   <li>A crash counts only if it left evidence (a worker that stops answering is no crash) and only if no other job was in training
 *       on the machine, because that may have been the cause. So after a crash a job is trained alone until it gets further.
 * </ul>
 */
final class Delivery {
    /** A job fails after this many consecutive crashes without progress, each alone on its machine. */
    static final int MOST_CRASHES = 3;

    /**
     * A broker silently drops a message after five deliveries (ten if configured so), so the message is published again before that.
     * The remaining deliveries are a reserve for workers that die before they can publish it.
     */
    private static final int MOST_DELIVERIES = 3;

    /** Releases the message after a moment; the next delivery checks the situation again. */
    private static final Action LOOK_AGAIN = new Pause(() -> Finish.GIVE_BACK);

    private final TrainingJob job;
    private final String path;
    private final int deliveries;
    private final String worker;

    /**
     * Begins a delivery.
     *
     * @param job that the message asks for, with its id
     * @param path of the message; see {@link MessagePath}
     * @param deliveries how often the message has been delivered, this time included
     * @param worker the unique name of this worker
     */
    Delivery(TrainingJob job, String path, int deliveries, String worker) {
        this.job = job;
        this.path = path;
        this.deliveries = deliveries;
        this.worker = worker;
    }

    /** The next thing to do. */
    sealed interface Action {}

    /** Read everything published about the job. */
    record Look(Function<Known, Action> then) implements Action {}

    /** Ask the store whether the job has been accepted; refused if another job with its id has been. */
    record AskStore(Function<Boolean, Action> then, Function<InvalidMessageException, Action> refused)
            implements Action {}

    /**
     * Leave evidence of the attempt that begins. If it must run alone, have all other attempts on the machine handed over, and wait
     * until none is left. Refused while another attempt on the machine must run alone.
     */
    record Begin(int attempt, Position position, boolean alone, Supplier<Action> then, Supplier<Action> refused)
            implements Action {}

    /** Load the job's images; results in the number of iterations of the whole run, or in the reason why they cannot be loaded. */
    record LoadImages(LongFunction<Action> then, Function<InvalidMessageException, Action> refused) implements Action {}

    /** Publish a state of the job. */
    record Publish(JobState state, Supplier<Action> then) implements Action {}

    /** Publish the message again at the end of the queue, so that its delivery count starts again. */
    record PublishAgain(Supplier<Action> then) implements Action {}

    /** Publish the message to the topic for refused ones. */
    record Refuse(InvalidMessageException refusal, Supplier<Action> then) implements Action {}

    /** Store the job as accepted; refused if another job with its id has been. */
    record Accept(Supplier<Action> then, Function<InvalidMessageException, Action> refused) implements Action {}

    /** Train from the newest complete checkpoint to the last step, or until there is a reason to stop. */
    record Train(Attempt attempt, Function<Ended, Action> then) implements Action {}

    /**
     * Store and publish all remaining results in order, then, if needed, a checkpoint of the state where training stopped; results in
     * the reason if that fails permanently.
     */
    record Settle(boolean checkpoint, Function<Optional<String>, Action> then) implements Action {}

    /** Wait a moment for another worker. */
    record Pause(Supplier<Action> then) implements Action {}

    /** Done: give the verdict to the queue. */
    record Finish(Verdict verdict) implements Action {
        static final Finish DONE = new Finish(Verdict.DONE);
        static final Finish GIVE_BACK = new Finish(Verdict.GIVE_BACK);
    }

    /**
     * Everything known about a job.
     *
     * @param state the last state of the log, if there is one
     * @param cancellation the request to cancel it, if there is one
     * @param crashes of workers that tried it
     */
    record Known(Optional<JobState> state, Optional<Cancellation> cancellation, List<Crash> crashes) {
        boolean hasEnded() {
            return state.isPresent() && state.get().state().isTerminal();
        }
    }

    /**
     * The end of training.
     *
     * @param how whether it is complete, was stopped, or failed
     * @param position how far it got
     * @param reason reason of a failure or a cancellation; null otherwise
     */
    record Ended(How how, Position position, String reason) {
        enum How {
            COMPLETE,
            CANCELLED,
            SHUTDOWN,
            IN_THE_WAY,
            LEASE_LOST,
            OVERTAKEN,
            /** A retry would end in the same way. */
            FAILED;

            static How of(StopReason reason) {
                return switch (reason) {
                    case CANCELLED -> CANCELLED;
                    case SHUTDOWN -> SHUTDOWN;
                    case IN_THE_WAY -> IN_THE_WAY;
                    case LEASE_LOST -> LEASE_LOST;
                    case OVERTAKEN -> OVERTAKEN;
                };
            }
        }
    }

    /** The message's claim on its job. */
    private enum Standing {
        /** No message has claimed the job, or the claiming message is one of which this is a copy. */
        FREE,
        OURS,
        OTHERS,
        ENDED
    }

    /** The first action. */
    Action begin() {
        return new Look(this::arrived);
    }

    /** The next action after an action failed unexpectedly. */
    Action failed() {
        return new Pause(() -> deliveries >= MOST_DELIVERIES ? new PublishAgain(() -> Finish.DONE) : Finish.GIVE_BACK);
    }

    /**
     * Why a run stops before its next step, if it does.
     *
     * @param inTheWay whether another attempt on the machine must run alone
     */
    static Optional<StopReason> stopReason(
            boolean overtaken, boolean leaseHeld, boolean cancelled, boolean stopping, boolean inTheWay) {
        if (overtaken) {
            return Optional.of(StopReason.OVERTAKEN);
        }
        if (!leaseHeld) {
            return Optional.of(StopReason.LEASE_LOST);
        }
        if (cancelled) {
            return Optional.of(StopReason.CANCELLED);
        }
        if (stopping) {
            return Optional.of(StopReason.SHUTDOWN);
        }
        return inTheWay ? Optional.of(StopReason.IN_THE_WAY) : Optional.empty();
    }

    /**
     * Whether an action is harmless when another worker may already have the message. A lost attempt computes the same results as the
     * next one, so it may store them; but it must not change the job's state.
     */
    static boolean isAllowedWithoutLease(Action action) {
        return action instanceof Look || action instanceof Settle || action instanceof Finish;
    }

    private Action arrived(Known known) {
        Standing standing = standing(known);
        boolean isLastChance = deliveries >= MOST_DELIVERIES;
        if (standing == Standing.OURS && isDecided(known)) {
            return decide(known);
        }
        if (standing == Standing.FREE && (isPoisonous(known) || isDecided(known) && isLastChance)) {
            return claim(known, steps(known), this::decide);
        }
        if ((standing == Standing.OURS || standing == Standing.FREE) && isLastChance) {
            return new PublishAgain(() -> Finish.DONE);
        }
        return switch (standing) {
            case FREE -> // even if the job is cancelled: a refused job leaves its id free
                new AskStore(
                        accepted -> loadImages(
                                known,
                                steps -> claim(known, steps, claimed -> accept(claimed, steps)),
                                Delivery::refuse),
                        Delivery::refuse);
            case OURS ->
                new AskStore(
                        accepted -> loadImages(
                                known, steps -> accept(known, steps), refusal -> failClaimed(known, refusal)),
                        refusal -> failClaimed(known, refusal));
            case OTHERS -> new AskStore(Delivery::leave, Delivery::refuse);
            case ENDED -> new AskStore(accepted -> Finish.DONE, Delivery::refuse);
        };
    }

    private static Action refuse(InvalidMessageException refusal) {
        return new Refuse(refusal, () -> Finish.DONE);
    }

    /** The message has claimed the job, so the job needs an end. */
    private Action failClaimed(Known known, InvalidMessageException refusal) {
        return end(known, State.FAILED, refusal.getMessage());
    }

    private static Action loadImages(
            Known known, LongFunction<Action> loaded, Function<InvalidMessageException, Action> refused) {
        boolean alone = !crashes(known).isEmpty();
        return new Begin(
                attempts(known) + 1, position(known), alone, () -> new LoadImages(loaded, refused), () -> LOOK_AGAIN);
    }

    private Action claim(Known known, long steps, Function<Known, Action> then) {
        JobState claim = known.state()
                .orElseGet(() -> new JobState(job.id(), State.QUEUED, 0, 0, 0, 0, steps, null, null, null, null))
                .claimedBy(path);
        return new Publish(
                claim,
                () -> new Look(after -> switch (standing(after)) {
                    case OURS -> then.apply(after);
                    case OTHERS -> new AskStore(Delivery::leave, Delivery::refuse);
                    case FREE -> LOOK_AGAIN; // another client's open transaction holds it back
                    case ENDED -> Finish.GIVE_BACK;
                }));
    }

    private Action accept(Known known, long steps) {
        return new Accept(() -> attempt(known, steps), refusal -> failClaimed(known, refusal));
    }

    /** Whether the job ends without another attempt. */
    private static boolean isDecided(Known known) {
        return isPoisonous(known) || known.cancellation().isPresent();
    }

    private Action decide(Known known) {
        return isPoisonous(known)
                ? end(known, State.FAILED, reason(aloneOf(crashes(known))))
                : end(known, State.CANCELLED, reason(known.cancellation().orElseThrow()));
    }

    private Action attempt(Known known, long steps) {
        if (isDecided(known)) {
            return decide(known);
        }
        Attempt attempt = nextAttempt(known, steps);
        return new Publish(
                attempt.running(position(known), false),
                () -> new Look(after ->
                        isCurrent(attempt, after) ? new Train(attempt, ended -> trained(attempt, ended)) : LOOK_AGAIN));
    }

    private Action trained(Attempt attempt, Ended ended) {
        return switch (ended.how()) {
            case COMPLETE -> settleAndEnd(attempt, ended, State.SUCCEEDED);
            case CANCELLED -> settleAndEnd(attempt, ended, State.CANCELLED);
            case FAILED -> settleAndEnd(attempt, ended, State.FAILED);
            case SHUTDOWN -> handOver(attempt, ended, "its worker stopped");
            case IN_THE_WAY -> handOver(attempt, ended, "another job must run alone on its machine");
            case LEASE_LOST -> new Settle(true, failure -> Finish.GIVE_BACK);
            case OVERTAKEN -> Finish.GIVE_BACK;
        };
    }

    private static Action handOver(Attempt attempt, Ended ended, String reason) {
        return new Settle(
                true,
                failure -> failure.isPresent()
                        ? confirmed(attempt.ended(State.FAILED, ended.position(), failure.get()), Finish.DONE)
                        : new Publish(attempt.ended(State.QUEUED, ended.position(), reason), () -> Finish.GIVE_BACK));
    }

    private Action settleAndEnd(Attempt attempt, Ended ended, State state) {
        return new Settle(false, failure -> {
            State known = failure.isPresent() ? State.FAILED : state;
            return confirmed(attempt.ended(known, ended.position(), failure.orElse(ended.reason())), Finish.DONE);
        });
    }

    /** Ends a job that is not in training. Also stores the job, which may not have happened yet. */
    private Action end(Known known, State state, String reason) {
        JobState end = nextAttempt(known, steps(known)).ended(state, position(known), reason);
        return confirmed(end, new Accept(() -> Finish.DONE, refusal -> Finish.DONE));
    }

    /** Publishes an end and continues once the log shows one: a newer attempt may have begun in between. */
    private static Action confirmed(JobState end, Action then) {
        return new Publish(end, () -> new Look(after -> after.hasEnded() ? then : LOOK_AGAIN));
    }

    /** A duplicate message is finished once it is known whether it asks for the same job as the claiming one. */
    private static Action leave(boolean accepted) {
        return accepted ? Finish.DONE : LOOK_AGAIN;
    }

    private Standing standing(Known known) {
        if (known.hasEnded()) {
            return Standing.ENDED;
        }
        Optional<String> claim = known.state().map(JobState::origin);
        if (claim.isEmpty() || MessagePath.isCopy(path, claim.get())) {
            return Standing.FREE;
        }
        return claim.get().equals(path) ? Standing.OURS : Standing.OTHERS;
    }

    private static boolean isPoisonous(Known known) {
        return aloneOf(crashes(known)).size() >= MOST_CRASHES;
    }

    private static List<Crash> aloneOf(List<Crash> crashes) {
        return crashes.stream().filter(Crash::alone).toList();
    }

    /**
     * The crashes after which the job has made no progress yet, by a checkpoint of the last attempt or of one that left no evidence.
     */
    private static List<Crash> crashes(Known known) {
        List<Crash> inARow = Crash.withoutProgress(known.crashes());
        boolean hasProgressed = !inARow.isEmpty()
                && position(known).step() > inARow.get(inARow.size() - 1).firstStep();
        return hasProgressed ? List.of() : inARow;
    }

    private Attempt nextAttempt(Known known, long steps) {
        return new Attempt(job.id(), attempts(known) + 1, crashes(known).size(), worker, path, steps);
    }

    private static boolean isCurrent(Attempt attempt, Known known) {
        return !known.hasEnded() && known.state().filter(attempt::isOf).isPresent();
    }

    private static Position position(Known known) {
        return known.state()
                .map(state -> new Position(state.epoch(), state.step()))
                .orElse(Position.START);
    }

    private static int attempts(Known known) {
        return known.state().map(JobState::attempt).orElse(0);
    }

    private static long steps(Known known) {
        return known.state().map(JobState::steps).orElse(0L);
    }

    /** Why a cancelled job has ended. */
    static String reason(Cancellation cancellation) {
        return "cancelled by " + Optional.ofNullable(cancellation.by()).orElse("somebody");
    }

    private static String reason(List<Crash> crashes) {
        return "its worker died %d times without getting beyond step %d (attempts %s, each alone on its machine): %s"
                .formatted(
                        crashes.size(),
                        crashes.stream().mapToLong(Crash::step).max().orElseThrow(),
                        crashes.stream()
                                .map(crash -> Integer.toString(crash.attempt()))
                                .collect(joining(", ")),
                        crashes.get(crashes.size() - 1).reason());
    }
}
