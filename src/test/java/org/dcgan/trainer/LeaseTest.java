package org.dcgan.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class LeaseTest {
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1_000); // the monotonic clock may overflow
    private final Lease lease = new Lease(Duration.ofSeconds(30), clock.get(), clock::get);

    @Test
    void isHeldForTwoThirdsOfTheGrant() {
        pass(Duration.ofSeconds(20));

        assertThat(lease.isHeld()).isTrue();
    }

    @Test
    void isLostAfterTwoThirdsOfTheGrant() {
        pass(Duration.ofSeconds(20).plusNanos(1));

        assertThat(lease.isHeld()).isFalse();
    }

    @Test
    void lastsFromTheMomentTheBrokerWasAsked() {
        long asked = clock.get();
        pass(Duration.ofSeconds(15));

        lease.extend(asked);
        pass(Duration.ofSeconds(6));

        assertThat(lease.isHeld()).isFalse();
    }

    @Test
    void isLostAtOnceByAProcessThatWasSuspendedWhileItAsked() {
        long asked = clock.get();
        pass(Duration.ofMinutes(1));

        assertThat(new Lease(Duration.ofSeconds(30), asked, clock::get).isHeld())
                .isFalse();
    }

    @Test
    void isExtendedByARenewal() {
        pass(Duration.ofSeconds(15));

        lease.extend(clock.get());
        pass(Duration.ofSeconds(19));

        assertThat(lease.isHeld()).isTrue();
    }

    @Test
    void staysLostWhenARenewalComesTooLate() {
        pass(Duration.ofSeconds(21));

        lease.extend(clock.get());

        assertThat(lease.isHeld()).isFalse();
    }

    @Test
    void staysLostHoweverManyThreadsLook() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        CyclicBarrier start = new CyclicBarrier(2);
        for (int round = 0; round < 10_000; round++) {
            Lease raced = new Lease(Duration.ofSeconds(30), clock.get(), clock::get);
            Future<Boolean> looking = threads.submit(() -> {
                start.await();
                return raced.isHeld();
            });
            Future<?> losing = threads.submit(() -> {
                start.await();
                raced.lose();
                return null;
            });
            looking.get();
            losing.get();

            assertThat(raced.isHeld()).isFalse();
        }
        threads.shutdown();
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }
}
