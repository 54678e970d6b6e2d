package org.dcgan.console;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.dcgan.access.Audit;
import org.dcgan.checkpoint.Checkpoints;
import org.dcgan.checkpoint.Purges;
import org.dcgan.checkpoint.StartCheckpoints;
import org.dcgan.message.Cancellation;
import org.dcgan.message.CheckpointName;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.JobState.State;
import org.dcgan.message.PurgeRequested;
import org.dcgan.message.TrainingJob;
import org.dcgan.problem.ProblemException;
import org.dcgan.topic.Publisher;
import org.dcgan.topic.Topic;

/** Publishes jobs and requests to cancel them, as any client of the broker could. */
@Singleton
final class Submissions {
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("MMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final int LONGEST_DATASET = 40;
    private static final Duration SOON = Duration.ofSeconds(5);

    private final ConsoleRole role;
    private final JobIndex index;
    private final Publisher publisher;
    private final Clock clock;
    private final Audit audit;
    private final StartCheckpoints starts;
    private final Checkpoints checkpoints;
    private final Purges purges;

    @Inject
    Submissions(
            ConsoleRole role,
            JobIndex index,
            Publisher publisher,
            Clock clock,
            Audit audit,
            StartCheckpoints starts,
            Checkpoints checkpoints,
            Purges purges) {
        this.role = role;
        this.index = index;
        this.publisher = publisher;
        this.clock = clock;
        this.audit = audit;
        this.starts = starts;
        this.checkpoints = checkpoints;
        this.purges = purges;
    }

    /**
     * The result of a submission.
     *
     * @param report after the submission
     * @param isNew whether the job was not known before
     */
    record Submitted(JobReport report, boolean isNew) {}

    /**
     * Publishes a job, unless it is known.
     *
     * @throws ProblemException if another job has its id, or the broker is away
     * @throws InvalidMessageException if it cannot start from the checkpoint it names
     */
    Submitted submit(TrainingJob asked) {
        TrainingJob job = asked.identified(name(asked));
        if (purges.find(job.id()).isPresent()) {
            throw ProblemException.conflict("run " + job.id() + " is being deleted: its id is free when that is done");
        }
        Optional<JobReport> known = index.accepted(job.id());
        if (known.isPresent()) {
            return new Submitted(same(known.get(), job), false);
        }
        requireBroker();
        starts.hold(job);
        audit.note("submit", job.id());
        publisher.publish(Topic.JOBS, job.id(), job);
        role.catchUp();
        JobReport report = index.report(job.id()).orElseThrow(() -> heldBack(job));
        return new Submitted(same(report, job), true); // another client may have been faster
    }

    /** Publishes the request to cancel a job. */
    void cancel(String jobId) {
        requireBroker();
        audit.note("cancel", jobId);
        publisher.publish(Topic.CANCELLATIONS, jobId, new Cancellation(jobId, audit.who(), clock.instant()));
        role.catchUp();
    }

    /**
     * Asks for a run to be deleted, which {@link RunDeletion} does.
     *
     * @throws ProblemException if one of its checkpoints is pinned, or a job waits to start from one
     */
    void purge(String jobId) {
        checkpoints
                .pinned()
                .get()
                .filter(pinned -> pinned.jobId().equals(jobId))
                .ifPresent(pinned -> {
                    throw ProblemException.conflict("its checkpoint " + CheckpointName.of(pinned)
                            + " is pinned: follow the latest or the best again first");
                });
        index.reports(EnumSet.of(State.QUEUED, State.RUNNING)).stream()
                .filter(report -> startsFrom(report, jobId))
                .filter(report -> !starts.isCopied(report.id()))
                .findFirst()
                .ifPresent(report -> {
                    throw ProblemException.conflict("run " + report.id() + " waits to start from its checkpoint "
                            + report.job().startFrom() + ": cancel that first");
                });
        audit.note("purge", jobId);
        purges.request(new PurgeRequested(jobId, audit.who(), clock.instant(), null, null));
    }

    private static boolean startsFrom(JobReport report, String jobId) {
        return report.job() != null
                && report.job().startFrom() != null
                && CheckpointName.parse("startFrom", report.job().startFrom())
                        .jobId()
                        .equals(jobId);
    }

    /** The broker has the job, but hides it until another client's transaction ends. */
    private static ProblemException heldBack(TrainingJob job) {
        return ProblemException.unavailable(
                "job %s is published, but an open transaction of another client on %s holds it back"
                        .formatted(job.id(), Topic.JOBS.topicName()),
                SOON);
    }

    private static JobReport same(JobReport known, TrainingJob job) {
        boolean isRefused = known.job() == null; // by a trainer, already
        if (!isRefused && !job.equals(known.job())) {
            throw ProblemException.conflict(
                    new InvalidMessageException("id", job.id(), "a new one, as there is another job of this id"));
        }
        return known;
    }

    private void requireBroker() {
        role.outage().ifPresent(outage -> {
            throw ProblemException.unavailable("the Kafka broker does not answer", SOON);
        });
    }

    /** As in mnist-1125-065814-3f2a. */
    private String name(TrainingJob job) {
        String dataset = job.dataset()
                .substring(0, Math.min(LONGEST_DATASET, job.dataset().length()));
        int chance = ThreadLocalRandom.current().nextInt(1 << 16);
        return "%s-%s-%04x".formatted(dataset, NAME.format(clock.instant()), chance);
    }
}
