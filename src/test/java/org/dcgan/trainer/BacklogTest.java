package org.dcgan.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.KafkaException;
import org.dcgan.process.ServiceThreads;
import org.dcgan.retry.Retries;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class BacklogTest {
    private static final long MEBIBYTE = 1 << 20;

    private final ServiceThreads threads = new ServiceThreads();
    private final Backlog backlog = new Backlog(4, new Retries(new SimpleMeterRegistry()), threads);
    private final List<String> done = new CopyOnWriteArrayList<>();
    private final CountDownLatch storeIsBack = new CountDownLatch(1);

    @AfterEach
    void close() {
        backlog.close();
    }

    @Test
    void everythingIsDoneInOrder() throws Exception {
        for (String name : List.of("a", "b", "c", "d", "e", "f")) {
            backlog.add(() -> done.add(name));
        }

        assertThat(backlog.drain()).isEmpty();
        assertThat(done).containsExactly("a", "b", "c", "d", "e", "f");
    }

    @Test
    void blocksWhileThereIsNoRoom() throws Exception {
        backlog.add(2 * MEBIBYTE, this::waitForTheStore);
        Thread adding = add(MEBIBYTE, "next");
        await().until(() -> adding.getState() == Thread.State.WAITING);

        storeIsBack.countDown();

        adding.join();
        assertThat(backlog.drain()).isEmpty();
        assertThat(done).containsExactly("store", "next");
    }

    @Test
    void acceptsATaskLargerThanTheCapacityAlone() throws Exception {
        backlog.add(100 * MEBIBYTE, () -> done.add("large"));

        backlog.drain();

        assertThat(done).containsExactly("large");
    }

    @Test
    void retriesWhileTheBrokerIsUnavailable() throws Exception {
        backlog.add(() -> {
            done.add("try");
            if (done.size() < 3) {
                throw new KafkaException("away");
            }
        });

        assertThat(backlog.drain()).isEmpty();
        assertThat(done).hasSize(3);
    }

    @Test
    void skipsAllTasksAfterAFailedOneAndReportsWhy() throws Exception {
        backlog.add(() -> {
            throw new IllegalArgumentException("cannot be drawn");
        });

        assertThat(backlog.drain()).contains("java.lang.IllegalArgumentException: cannot be drawn");

        assertThatThrownBy(() -> backlog.add(() -> done.add("next")))
                .isInstanceOf(TrainingFailedException.class)
                .hasMessage("java.lang.IllegalArgumentException: cannot be drawn");
        assertThat(done).isEmpty();
    }

    @Test
    void throwsAnErrorToTheWaitingThread() throws Exception {
        backlog.add(() -> {
            throw new NoClassDefFoundError("picture/TimeLapse");
        });

        assertThatExceptionOfType(NoClassDefFoundError.class).isThrownBy(backlog::drain);
    }

    @Test
    void anErrorTurnsLivenessDown() throws Exception {
        backlog.add(() -> {
            throw new OutOfMemoryError("Java heap space");
        });

        assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(backlog::drain);
        assertThat(threads.failure()).contains("thread recorder failed: java.lang.OutOfMemoryError: Java heap space");
    }

    @Test
    void whoWaitsForRoomIsReleasedByAFailure() throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        backlog.add(4 * MEBIBYTE, () -> {
            waitForTheStore();
            throw new NoClassDefFoundError("picture/TimeLapse");
        });
        Thread adding = add(MEBIBYTE, "next");
        adding.setUncaughtExceptionHandler((thread, failure) -> thrown.set(failure));
        await().until(() -> adding.getState() == Thread.State.WAITING);

        storeIsBack.countDown();

        adding.join();
        assertThat(thrown.get()).isInstanceOf(NoClassDefFoundError.class).hasMessageContaining("TimeLapse");
        assertThat(done).containsExactly("store");
    }

    private Thread add(long bytes, String name) {
        Thread thread = new Thread(() -> {
            try {
                backlog.add(bytes, () -> done.add(name));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        thread.start();
        return thread;
    }

    private void waitForTheStore() {
        try {
            storeIsBack.await();
            done.add("store");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
