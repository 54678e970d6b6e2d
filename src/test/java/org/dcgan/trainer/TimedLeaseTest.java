package org.dcgan.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TimedLeaseTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final int RACES = 300_000;

    @Test
    void aLeaseThatIsNotExtendedEnds() {
        TimedLease lease = new TimedLease(Duration.ZERO);

        assertThat(lease.isHeld()).isFalse();
    }

    @Test
    void aLeaseThatHasEndedCannotBeExtended() {
        TimedLease lease = new TimedLease(LONG);
        lease.lose();

        lease.extend(System.nanoTime());

        assertThat(lease.isHeld()).isFalse();
    }

    @Test
    void askingForALeaseThatIsLostMeanwhileDoesNotReviveIt() throws Exception {
        TimedLease[] leases =
                Stream.generate(() -> new TimedLease(LONG)).limit(RACES).toArray(TimedLease[]::new);
        AtomicInteger next = new AtomicInteger();
        Thread losing = new Thread(() -> {
            for (int race = 0; race < RACES; race++) {
                while (next.get() < race) {
                    Thread.onSpinWait();
                }
                leases[race].lose();
            }
        });
        losing.start();

        for (int race = 0; race < RACES; race++) {
            next.set(race);
            for (int time = 0; time < 10; time++) {
                leases[race].isHeld();
                leases[race].extend(System.nanoTime());
            }
        }

        losing.join();
        assertThat(leases).noneMatch(TimedLease::isHeld);
    }
}
