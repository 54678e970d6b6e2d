package org.dcgan.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.dcgan.trainer.Schedule.Fault;
import org.dcgan.trainer.SimulatedCluster.Violation;
import org.junit.jupiter.api.Test;

/**
 * The protocol's core in random clusters with random faults. The number of schedules is the system property {@code
 * simulation.schedules}, the first seed {@code simulation.seed}.
 */
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

        System.out.printf("%d schedules, %.0f a second%n", SCHEDULES, SCHEDULES / ((System.nanoTime() - begun) / 1e9));
        assertThat(failing.map(seed -> report(Schedule.of(seed)))).isEmpty();
    }

    private static Optional<String> violation(Schedule schedule) {
        try {
            new SimulatedCluster(schedule).run();
            return Optional.empty();
        } catch (Violation e) {
            return Optional.of(e.getMessage());
        }
    }

    /** What went wrong, with no fault that is not needed for it. */
    private static String report(Schedule schedule) {
        Schedule shrunk = shrink(schedule);
        SimulatedCluster cluster = new SimulatedCluster(shrunk);
        String what;
        try {
            cluster.run();
            what = "nothing";
        } catch (Violation e) {
            what = e.getMessage();
        }
        return "%s%nafter %d schedules, shrunk from %d faults%n%s%s"
                .formatted(
                        what,
                        schedule.seed() - FIRST_SEED + 1,
                        schedule.faults().size(),
                        shrunk,
                        String.join("\n", cluster.trace()));
    }

    private static Schedule shrink(Schedule schedule) {
        for (Fault fault : schedule.faults()) {
            List<Fault> fewer = new ArrayList<>(schedule.faults());
            fewer.remove(fault);
            if (violation(schedule.with(fewer)).isPresent()) {
                return shrink(schedule.with(fewer));
            }
        }
        return schedule;
    }
}
