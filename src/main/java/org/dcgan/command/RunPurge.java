package org.dcgan.command;

import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.dcgan.checkpoint.Checkpoints;
import org.dcgan.checkpoint.Purges;
import org.dcgan.message.CheckpointSaved;
import org.dcgan.message.PurgeRequested;
import org.dcgan.retry.Retries;

/** Requests the deletion of runs and waits for it; this process or another one deletes them. */
@Singleton
final class RunPurge implements QuarkusApplication {
    private static final int FAILED = 1;
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Purges purges;
    private final Checkpoints checkpoints;
    private final Retries retries;
    private final Clock clock;
    private volatile boolean stopping;

    @Inject
    RunPurge(Purges purges, Checkpoints checkpoints, Retries retries, Clock clock) {
        this.purges = purges;
        this.checkpoints = checkpoints;
        this.retries = retries;
        this.clock = clock;
    }

    @Override
    public int run(String... ids) throws InterruptedException {
        List<String> waiting = new ArrayList<>(List.of(ids));
        Optional<CheckpointSaved> pinned =
                retries.untilDone(() -> checkpoints.pinned().get());
        if (pinned.isPresent() && waiting.remove(pinned.get().jobId())) {
            System.err.printf(
                    "%s is not deleted: its checkpoint %d is pinned.%n",
                    pinned.get().jobId(), pinned.get().epoch());
        }
        for (String id : waiting) {
            retries.untilDone(() -> purges.request(
                    new PurgeRequested(id, System.getProperty("user.name"), clock.instant(), null, null)));
        }
        while (!waiting.isEmpty() && !stopping) {
            Set<String> left = retries.untilDone(purges::jobs);
            for (String id : List.copyOf(waiting)) {
                if (!left.contains(id)) {
                    waiting.remove(id);
                    System.out.printf("%s is deleted.%n", id);
                }
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        waiting.forEach(id -> System.err.printf("%s is deleted later, by any console.%n", id));
        return waiting.isEmpty()
                        && pinned.filter(saved -> List.of(ids).contains(saved.jobId()))
                                .isEmpty()
                ? 0
                : FAILED;
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }
}
