package org.dcgan.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.dcgan.StoreServer;
import org.dcgan.checkpoint.Checkpoints;
import org.dcgan.checkpoint.Purges;
import org.dcgan.message.CheckpointSaved;
import org.dcgan.process.StartRefusedException;
import org.dcgan.retry.Retries;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import picocli.CommandLine;

/** What is deleted is deleted by a console; here the test is one. */
class RunPurgeTest {
    @RegisterExtension
    static final StoreServer STORE = new StoreServer();

    private final Purges purges = new Purges(STORE.store());
    private final Checkpoints checkpoints = new Checkpoints(STORE.store(), Clock.systemUTC());
    private final RunPurge purge =
            new RunPurge(purges, checkpoints, new Retries(new SimpleMeterRegistry()), Clock.systemUTC());

    @AfterEach
    void unpin() {
        checkpoints.pinned().clear();
        purges.jobs().forEach(purges::done);
    }

    @Test
    void endsWhenAllRunsAreDeleted() {
        CompletableFuture<Integer> end = inBackground("a", "b");
        await().until(() -> purges.jobs().size() == 2);
        assertThat(purges.find("a").orElseThrow().by()).isEqualTo(System.getProperty("user.name"));
        assertThat(end).isNotDone();

        purges.jobs().forEach(purges::done);

        assertThat(end.join()).isZero();
    }

    @Test
    void aRunWithAPinnedCheckpointIsNotDeletedAndTheOthersAre() {
        checkpoints.pinned().set(new CheckpointSaved("pinned", 0, 1, "key", "sum", Instant.EPOCH));
        CompletableFuture<Integer> end = inBackground("pinned", "other");
        await().until(() -> purges.jobs().contains("other"));
        assertThat(purges.find("pinned")).isEmpty();

        purges.done("other");

        assertThat(end.join()).isEqualTo(1);
    }

    @Test
    void whatIsNotDeletedYetWhenTheProcessEndsIsLeftToAnyConsole() {
        CompletableFuture<Integer> end = inBackground("left");
        await().until(() -> purges.jobs().contains("left"));

        purge.stop(null);

        assertThat(end.join()).isEqualTo(1);
        assertThat(purges.find("left")).isPresent();
    }

    @Test
    void theCommandRejectsAnInvalidName() {
        PurgeCommand command = CommandLine.populateCommand(new PurgeCommand(), "a", "../b");

        assertThatThrownBy(command::call)
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("ID")
                .hasMessageContaining("../b");
    }

    private CompletableFuture<Integer> inBackground(String... ids) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return purge.run(ids);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
