package org.dcgan.command;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.dcgan.checkpoint.AcceptedJobs;
import org.dcgan.checkpoint.JobObjects;
import org.dcgan.checkpoint.StoredQualities;
import org.dcgan.dataset.Dataset;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.JobState;
import org.dcgan.message.Json;
import org.dcgan.message.Printable;
import org.dcgan.message.QualityMeasured;
import org.dcgan.message.Scores;
import org.dcgan.message.TrainingJob;
import org.dcgan.process.Endpoints;
import org.dcgan.process.EndpointsFile;
import org.dcgan.process.ServiceThreads;
import org.dcgan.retry.Retries;
import org.dcgan.store.ObjectStore;
import org.dcgan.topic.Publisher;
import org.dcgan.topic.SkippedMessages;
import org.dcgan.topic.Topic;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Submits a job as any client of the broker would, and shows on the terminal what the topics tell of it. Interrupted and
 * started again with the same job, it goes on where that stopped.
 */
@Singleton
final class TrainCommand implements QuarkusApplication {
    private static final int FAILED = 1;
    private static final Duration PATIENCE_WITH_THE_JUDGE = Duration.ofMinutes(2);
    private static final int LOOK_MILLISECONDS = 500;
    /** How long a run whose thread has failed may take to tell its end. */
    private static final Duration PATIENCE_WITH_A_FAILURE = Duration.ofSeconds(15);

    private final EndpointsFile endpoints;
    private final Provider<Map<String, Object>> kafka;
    private final Publisher publisher;
    private final ObjectStore store;
    private final AcceptedJobs accepted;
    private final StoredQualities qualities;
    private final Retries retries;
    private final boolean judged;
    private final ServiceThreads threads;
    private final SkippedMessages skipped;
    private final PrintStream out = System.out;
    private final AtomicLong failedAt = new AtomicLong();
    private volatile boolean stopping;

    @Inject
    TrainCommand(
            EndpointsFile endpoints,
            @Identifier("default-kafka-broker") Provider<Map<String, Object>> kafka,
            Publisher publisher,
            ObjectStore store,
            AcceptedJobs accepted,
            StoredQualities qualities,
            Retries retries,
            @ConfigProperty(name = "dcgan.role.judge") boolean judged,
            ServiceThreads threads,
            SkippedMessages skipped) {
        this.endpoints = endpoints;
        this.kafka = kafka;
        this.publisher = publisher;
        this.store = store;
        this.accepted = accepted;
        this.qualities = qualities;
        this.retries = retries;
        this.judged = judged;
        this.threads = threads;
        this.skipped = skipped;
    }

    /**
     * Runs a job to its end.
     *
     * @param arguments the job as JSON, and whether to go on serving when it has ended
     * @return 0 if the job succeeded, 1 if it was refused, ended otherwise or was stopped
     */
    @Override
    public int run(String... arguments) {
        TrainingJob job = Json.read(arguments[0].getBytes(StandardCharsets.UTF_8), TrainingJob.class);
        tellWhereToLook(job);
        threads.whenOneFails(() -> failedAt.compareAndSet(0, System.nanoTime()));
        try {
            JobState end = runToItsEnd(job);
            tellTheEnd(job, end);
            if (Boolean.parseBoolean(arguments[1])) {
                out.println("Ctrl-C ends the program.");
                Quarkus.waitForExit();
            }
            return end.state() == JobState.State.SUCCEEDED ? 0 : FAILED;
        } catch (InvalidMessageException | JobEvents.RefusedException e) {
            out.printf("Refused: %s.%n", Printable.line(e.getMessage()));
            return FAILED;
        } catch (CancellationException | InterruptedException e) {
            out.println(threads.failure()
                            .map(failure -> "Stopped, because " + failure + ".")
                            .orElse("Stopped.") + " The same command goes on from here.");
            return FAILED;
        }
    }

    private JobState runToItsEnd(TrainingJob job) throws JobEvents.RefusedException, InterruptedException {
        try (JobEvents events = untilDone(() -> new JobEvents(kafka.get(), skipped, job.id()))) {
            untilDone(() -> accepted.has(job)); // or else the end of another job of this id would be taken for its own
            untilDone(() -> {
                publisher.publish(Topic.JOBS, job.id(), job);
                return job;
            });
            return events.follow(new ProgressDisplay(job, Terminal.isInteractive(), out), this::isStopping)
                    .orElseThrow(CancellationException::new);
        }
    }

    /** Waits for a broker or a store that is away, unless this is told to stop. */
    private <T> T untilDone(Supplier<T> action) throws InterruptedException {
        return retries.untilDone(() -> {
            if (isStopping()) {
                throw new CancellationException();
            }
            return action.get();
        });
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }

    private boolean isStopping() {
        boolean hasFailed =
                failedAt.get() != 0 && System.nanoTime() - failedAt.get() > PATIENCE_WITH_A_FAILURE.toNanos();
        return stopping || hasFailed;
    }

    private void tellWhereToLook(TrainingJob job) {
        Endpoints where = endpoints.endpoints();
        String http = where.httpUrl().toString().replaceFirst("/$", "");
        out.printf("""
                Training job %s
                  console    %s
                  metrics    %s/q/metrics
                  Kafka      %s
                  S3         %s
                """, job.id(), http, http, where.bootstrapServers(), where.s3Endpoint());
        if (where.secretKey() != null) {
            out.printf("  keys       %s%n", endpoints.path());
        }
    }

    private void tellTheEnd(TrainingJob job, JobState end) throws InterruptedException {
        switch (end.state()) {
            case SUCCEEDED -> {
                String prefix = new JobObjects(job.id()).prefix();
                long objects = untilDone(() -> store.list(prefix).count());
                out.printf("Done: %d objects under %s in the bucket.%n", objects, prefix);
                if (judged && Dataset.named(job.dataset()).isPresent()) {
                    out.println("The last epoch's digits are being judged.");
                    awaitQuality(job).ifPresent(this::tellQuality);
                }
            }
            case FAILED, CANCELLED ->
                out.printf(
                        "%s: %s. Give another --id to try again.%n",
                        end.state(), Printable.line(String.valueOf(end.reason())));
            case QUEUED, RUNNING -> throw new IllegalStateException("no end: " + end);
        }
    }

    private Optional<QualityMeasured> awaitQuality(TrainingJob job) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_WITH_THE_JUDGE.toNanos();
        Optional<QualityMeasured> quality = untilDone(() -> qualities.find(job.id(), job.epochs() - 1));
        while (quality.isEmpty() && !isStopping() && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(LOOK_MILLISECONDS).toNanos());
            quality = untilDone(() -> qualities.find(job.id(), job.epochs() - 1));
        }
        return quality;
    }

    private void tellQuality(QualityMeasured quality) {
        Scores scores = quality.scores();
        out.printf(
                "Its digits: Fréchet distance %.1f, coverage %.2f, inception score %.2f.%n",
                scores.frechetDistance(), scores.coverage(), scores.inceptionScore());
    }
}
