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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
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
 * Submits a job as any client of the broker would, and shows its progress on the terminal. If it is interrupted and started again
 * with the same job, it continues where it stopped.
 */
@Singleton
final class TrainCommand implements QuarkusApplication {
    private static final int FAILED = 1;
    private static final Duration PATIENCE_WITH_THE_JUDGE = Duration.ofMinutes(2);
    private static final int LOOK_MILLISECONDS = 500;
    /** How long to wait for the end of a run whose thread has failed. */
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
     * Runs jobs to their ends.
     *
     * @param arguments a list of jobs as JSON, and whether to keep serving when they have ended
     * @return 0 if all succeeded, 1 if one was refused, ended otherwise or was stopped
     */
    @Override
    public int run(String... arguments) {
        List<TrainingJob> jobs = Json.readList(arguments[0].getBytes(StandardCharsets.UTF_8), TrainingJob.class);
        tellWhereToLook(jobs);
        threads.whenOneFails(() -> failedAt.compareAndSet(0, System.nanoTime()));
        try {
            Map<String, JobState> ends = runToTheirEnds(jobs);
            if (jobs.size() == 1) {
                tellTheEnd(jobs.get(0), ends.get(jobs.get(0).id()));
            } else {
                tellTheEnds(jobs, ends);
            }
            if (Boolean.parseBoolean(arguments[1])) {
                out.println("Ctrl-C ends the program.");
                Quarkus.waitForExit();
            }
            boolean allSucceeded = jobs.stream()
                    .allMatch(job ->
                            ends.containsKey(job.id()) && ends.get(job.id()).state() == JobState.State.SUCCEEDED);
            return allSucceeded ? 0 : FAILED;
        } catch (InvalidMessageException | RefusedException e) {
            out.printf("Refused: %s.%n", Printable.line(e.getMessage()));
            return FAILED;
        } catch (CancellationException | InterruptedException e) {
            out.println(threads.failure()
                            .map(failure -> "Stopped, because " + failure + ".")
                            .orElse("Stopped.") + " The same command goes on from here.");
            return FAILED;
        }
    }

    private Map<String, JobState> runToTheirEnds(List<TrainingJob> jobs) throws RefusedException, InterruptedException {
        Map<String, ProgressDisplay> displays = new LinkedHashMap<>();
        jobs.forEach(job -> displays.put(
                job.id(),
                jobs.size() == 1
                        ? new ProgressDisplay(job, Terminal.isInteractive(), out)
                        : ProgressDisplay.ofOneOfSeveral(job, out)));
        try (JobEvents events = untilDone(() -> new JobEvents(kafka.get(), skipped, displays.keySet()))) {
            for (TrainingJob job : jobs) {
                untilDone(() -> accepted.has(
                        job)); // otherwise the end of another job with this id could be mistaken for its own
                untilDone(() -> {
                    publisher.publish(Topic.JOBS, job.id(), job);
                    return job;
                });
            }
            Map<String, JobState> ends =
                    events.follow(displays, this::isStopping).orElseThrow(CancellationException::new);
            if (ends.isEmpty()) {
                throw new RefusedException(events.refused().values().iterator().next());
            }
            events.refused().forEach((id, reason) -> out.printf("%s refused: %s%n", id, Printable.line(reason)));
            return ends;
        }
    }

    /** Prints a table of the jobs' qualities, the best first. */
    private void tellTheEnds(List<TrainingJob> jobs, Map<String, JobState> ends) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_WITH_THE_JUDGE.toNanos();
        Map<String, QualityMeasured> best = new HashMap<>();
        for (TrainingJob job : jobs) {
            boolean isJudged = judged && Dataset.named(job.dataset()).isPresent();
            if (ends.containsKey(job.id())) {
                if (isJudged && ends.get(job.id()).state() == JobState.State.SUCCEEDED) {
                    awaitQuality(job, deadline);
                }
                List<Integer> epochs =
                        List.copyOf(untilDone(() -> qualities.tags(job.id())).keySet());
                untilDone(() -> qualities.best(job.id(), epochs)).ifPresent(quality -> best.put(job.id(), quality));
            }
        }
        SweepTable.of(jobs, ends, best).forEach(out::println);
    }

    /** Waits for an unavailable broker or store, unless this is stopped. */
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

    private void tellWhereToLook(List<TrainingJob> jobs) {
        Endpoints where = endpoints.endpoints();
        String http = where.httpUrl().toString().replaceFirst("/$", "");
        out.printf("""
                Training %s
                  console    %s
                  metrics    %s/q/metrics
                  Kafka      %s
                  S3         %s
                """, names(jobs), http, http, where.bootstrapServers(), where.s3Endpoint());
        if (where.secretKey() != null) {
            out.printf("  keys       %s%n", endpoints.path());
        }
    }

    private static String names(List<TrainingJob> jobs) {
        return jobs.size() == 1
                ? "job " + jobs.get(0).id()
                : "%d jobs of sweep %s".formatted(jobs.size(), jobs.get(0).sweep());
    }

    private void tellTheEnd(TrainingJob job, JobState end) throws InterruptedException {
        switch (end.state()) {
            case SUCCEEDED -> {
                String prefix = new JobObjects(job.id()).prefix();
                long objects = untilDone(() -> store.list(prefix).count());
                out.printf("Done: %d objects under %s in the bucket.%n", objects, prefix);
                if (judged && Dataset.named(job.dataset()).isPresent()) {
                    out.println("The last epoch's digits are being judged.");
                    awaitQuality(job, System.nanoTime() + PATIENCE_WITH_THE_JUDGE.toNanos())
                            .ifPresent(this::tellQuality);
                }
            }
            case FAILED, CANCELLED ->
                out.printf(
                        "%s: %s. Give another --id to try again.%n",
                        end.state(), Printable.line(String.valueOf(end.reason())));
            case QUEUED, RUNNING -> throw new IllegalStateException("no end: " + end);
        }
    }

    private Optional<QualityMeasured> awaitQuality(TrainingJob job, long end) throws InterruptedException {
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

    /** Thrown when the job was refused; the message is the reason. */
    private static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1;

        RefusedException(String reason) {
            super(reason);
        }
    }
}
