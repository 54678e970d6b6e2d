package org.dcgan.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("fast")
@Timeout(60)
class ServiceThreadsTest {
    private final ServiceThreads threads = new ServiceThreads();
    private final CompletableFuture<Throwable> released = new CompletableFuture<>();

    @Test
    void livenessNamesTheThreadThatAnErrorHasEndedAndTheReason() throws Exception {
        Thread thread = threads.start(
                "judge",
                () -> {
                    throw new ExceptionInInitializerError(new IOException("Permission denied"));
                },
                released::complete);
        thread.join();

        HealthCheckResponse answer = threads.call();

        assertThat(answer.getStatus()).isEqualTo(Status.DOWN);
        assertThat(answer.getData().orElseThrow())
                .containsExactly(entry(
                        "judge",
                        "java.lang.ExceptionInInitializerError, caused by java.io.IOException: Permission denied"));
    }

    @Test
    void whoWaitsForTheWorkIsGivenTheReason() {
        IOException reason = new IOException("no space left on device");

        threads.start(
                "writer",
                () -> {
                    throw reason;
                },
                released::complete);

        assertThat(released.join()).isSameAs(reason);
    }

    @Test
    void aThreadThatReturnsWasToldTo() throws Exception {
        threads.start("follower", () -> {}, released::complete).join();

        assertThat(threads.call().getStatus()).isEqualTo(Status.UP);
        assertThat(released).isNotDone();
    }

    @Test
    void aTaskOfAnExecutorThatThrowsIsAFailure() throws Exception {
        ScheduledExecutorService executor = threads.executor("clock");

        executor.execute(() -> {
            throw new IllegalStateException("broken");
        });

        assertThat(executor.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThat(threads.failure()).contains("thread clock failed: java.lang.IllegalStateException: broken");
    }

    @Test
    void aRepeatedTaskOfAnExecutorThatThrowsIsAFailure() throws Exception {
        ScheduledExecutorService executor = threads.executor("clock");

        executor.scheduleWithFixedDelay(
                () -> {
                    throw new NoClassDefFoundError("broken");
                },
                0,
                1,
                TimeUnit.MILLISECONDS);

        assertThat(executor.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThat(threads.failure()).contains("thread clock failed: java.lang.NoClassDefFoundError: broken");
    }

    @Test
    void tasksBehindAFailedOneAreCancelled() throws Exception {
        ScheduledExecutorService executor = threads.executor("clock");
        CountDownLatch goOn = new CountDownLatch(1);
        executor.submit(() -> {
            goOn.await();
            throw new IllegalStateException("broken");
        });
        Future<?> waiting = executor.submit(() -> {});

        goOn.countDown();

        assertThatExceptionOfType(CancellationException.class).isThrownBy(waiting::get);
        assertThat(executor.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> executor.submit(() -> {}));
    }

    @Test
    void anExecutorThatIsShutDownHasNotFailed() throws Exception {
        ScheduledExecutorService executor = threads.executor("clock");
        CountDownLatch begun = new CountDownLatch(1);
        executor.execute(() -> {
            begun.countDown();
            waitForever();
        });
        begun.await();

        executor.shutdownNow();

        assertThat(executor.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThat(threads.failure()).isEmpty();
    }

    @Test
    void anActionThatWaitsForAFailureRunsAlsoIfItComesLate() {
        CountDownLatch early = new CountDownLatch(1);
        CountDownLatch late = new CountDownLatch(1);
        threads.whenOneFails(early::countDown);

        threads.failed("recorder", new OutOfMemoryError("Java heap space"));

        assertThat(early.getCount()).isZero();
        threads.whenOneFails(late::countDown);
        assertThat(late.getCount()).isZero();
    }

    private static void waitForever() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }
}
