package org.dcgan.trainer;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.dcgan.trainer.PromiseChecker.Violation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The protocol's core in random clusters with random faults. The number of schedules is the system property {@code
 * simulation.schedules}, the first seed {@code simulation.seed}.
 *
 * <p>The named tests replay schedules that found a fault of the core. A change of the models may make another course of a seed: then
 * put back the fault that the test's comment names, and have {@link #noScheduleBreaksAPromise} find a new seed.
 */
@Tag("fast")
class SimulationTest {
    private static final long SCHEDULES = Long.getLong("simulation.schedules", 2_000);
    private static final long FIRST_SEED = Long.getLong("simulation.seed", 1);

    @Test
    void noScheduleBreaksAPromise() {
        long begun = System.nanoTime();

        Optional<Long> failing = LongStream.range(FIRST_SEED, FIRST_SEED + SCHEDULES)
                .boxed()
                .filter(seed -> violation(Schedule.of(seed)).isPresent())
                .findFirst();

        long run = failing.map(seed -> seed - FIRST_SEED + 1).orElse(SCHEDULES);
        System.out.printf("%d schedules, %.0f a second%n", run, run / ((System.nanoTime() - begun) / 1e9));
        assertThat(failing.map(SimulationTest::report)).isEmpty();
    }

    /** Fault: a job in training whose attempt falls silent counts as one that took its worker down. */
    @Test
    void countsNoLostLeaseAsACrash() {
        assertThat(violation(Schedule.of(4).keeping(3, 8, 9))).isEmpty();
    }

    /** Fault: {@code Delivery.isPoisonous} counts crashes of jobs that were not alone. */
    @Test
    void countsNoCrashBesideAnotherJob() {
        assertThat(violation(Schedule.of(12204).keeping(2, 5, 6, 8))).isEmpty();
    }

    /** Fault: {@code Delivery.stopReason} stops no run for another that has to be alone. */
    @Test
    void makesRoomForAJobThatMustRunAlone() {
        assertThat(violation(Schedule.of(1013).keeping(2))).isEmpty();
    }

    /** Fault: {@code Delivery.confirmed} goes on when the end is published, though a newer attempt has begun. */
    @Test
    void readsTheEndFromTheLogBeforeItAcknowledges() {
        assertThat(violation(Schedule.of(755).keeping(0))).isEmpty();
    }

    /** Fault: {@code Delivery.arrived} publishes no message again, however often it was delivered. */
    @Test
    void publishesAMessageAgainBeforeItIsDropped() {
        assertThat(violation(Schedule.of(743).keeping(0, 1, 2))).isEmpty();
    }

    private static Optional<String> violation(Schedule schedule) {
        return violation(new SimulatedCluster(schedule));
    }

    private static Optional<String> violation(SimulatedCluster cluster) {
        try {
            cluster.run();
            return Optional.empty();
        } catch (Violation e) {
            return Optional.of(e.getMessage());
        }
    }

    /** What went wrong with a seed, with no fault that is not needed for it. */
    private static String report(long seed) {
        Schedule schedule = Schedule.of(seed);
        int faults = schedule.faults().size();
        int[] kept = shrink(schedule, IntStream.range(0, faults).toArray());
        Schedule shrunk = schedule.keeping(kept);
        SimulatedCluster cluster = new SimulatedCluster(shrunk);
        String what = violation(cluster).orElseThrow();
        return "%s%nafter %d schedules, shrunk from %d faults; to replay it:%n%s%n%s%s"
                .formatted(
                        what,
                        seed - FIRST_SEED + 1,
                        faults,
                        replay(seed, kept),
                        shrunk,
                        String.join("\n", cluster.trace()));
    }

    private static String replay(long seed, int... kept) {
        return "new SimulatedCluster(Schedule.of(%dL).keeping(%s)).run();"
                .formatted(seed, IntStream.of(kept).mapToObj(Integer::toString).collect(joining(", ")));
    }

    /** The numbers of the faults without any of which nothing goes wrong. */
    private static int[] shrink(Schedule schedule, int... kept) {
        for (int number : kept) {
            int[] fewer = IntStream.of(kept).filter(other -> other != number).toArray();
            if (violation(schedule.keeping(fewer)).isPresent()) {
                return shrink(schedule, fewer);
            }
        }
        return kept;
    }
}
