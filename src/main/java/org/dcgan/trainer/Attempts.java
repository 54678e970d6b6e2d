package org.dcgan.trainer;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.dcgan.dataset.Images;
import org.dcgan.device.ComputeDevice;
import org.dcgan.message.JobState;
import org.dcgan.message.JobState.State;
import org.dcgan.message.TrainingJob;
import org.dcgan.process.ServiceThreads;
import org.dcgan.topic.JobMessage;
import org.dcgan.trainer.JobHandler.Verdict;
import org.jboss.logging.Logger;

/** Makes one attempt after another at jobs that were taken up, and of an attempt's end a verdict on the message. */
@Singleton
final class Attempts {
    private static final Logger LOG = Logger.getLogger(Attempts.class);
    /** A job that takes its worker down with it is not tried for ever. */
    private static final int MOST_CRASHES = 3;

    private final JobLedger ledger;
    private final Archive archive;
    private final ComputeDevice device;
    private final String name = WorkerName.ofThisProcess();
    /** The last attempt at a job that ended here without a word, because the lease was lost: that was no crash. */
    private final Map<String, Integer> lost = new ConcurrentHashMap<>();

    private volatile boolean stopping;

    @Inject
    Attempts(JobLedger ledger, Archive archive, ComputeDevice device) {
        this.ledger = ledger;
        this.archive = archive;
        this.device = device;
    }

    /** Has every run in hand end before its next step. */
    void stop() {
        stopping = true;
    }

    /** Goes on with a job from its last checkpoint. */
    Verdict attempt(TrainingJob job, Images images, JobMessage message, Lease lease) throws InterruptedException {
        JobState last = ledger.state(job.id()).orElseThrow();
        int crashes = crashes(last);
        Journal.Attempt attempt = new Journal.Attempt(
                last.attempt() + 1, crashes, name, message.path(), TrainingRun.steps(job, images), device.get());
        LOG.infof("job %s: attempt %d", job.id(), attempt.number());
        try (Journal journal = archive.open(job, attempt)) {
            journal.reached(last.epoch(), last.step());
            if (crashes >= MOST_CRASHES) {
                journal.ended(State.FAILED, "its worker died " + crashes + " times without getting any further");
                return Verdict.DONE;
            }
            Optional<StopReason> stopped = stopReason(job, lease);
            if (stopped.isPresent()) {
                return stop(stopped.get(), job, attempt, journal);
            }
            return run(
                    new TrainingRun(job, images, attempt.device(), journal, () -> stopReason(job, lease)),
                    job,
                    attempt,
                    journal);
        }
    }

    /** Ends a job that was taken up and that no attempt can succeed at. */
    void fail(TrainingJob job, String reason) throws InterruptedException {
        JobState last = ledger.state(job.id()).orElseThrow();
        Journal.Attempt attempt =
                new Journal.Attempt(last.attempt() + 1, 0, name, last.origin(), last.steps(), device.get());
        try (Journal journal = archive.open(job, attempt)) {
            journal.reached(last.epoch(), last.step());
            journal.ended(State.FAILED, reason);
        }
    }

    private Verdict run(TrainingRun run, TrainingJob job, Journal.Attempt attempt, Journal journal)
            throws InterruptedException {
        try {
            Optional<StopReason> stopped = run.train();
            if (stopped.isPresent()) {
                return stop(stopped.get(), job, attempt, journal);
            }
            journal.ended(State.SUCCEEDED, null);
            return Verdict.DONE;
        } catch (TrainingFailedException e) {
            LOG.errorf("job %s failed: %s", job.id(), e.getMessage());
            journal.ended(State.FAILED, e.getMessage());
            return Verdict.DONE;
        } catch (RuntimeException e) {
            LOG.errorf(e, "job %s failed", job.id());
            journal.ended(State.FAILED, e.toString());
            return Verdict.DONE;
        } catch (Error e) {
            journal.ended(State.FAILED, ServiceThreads.reason(e));
            throw e;
        }
    }

    private Verdict stop(StopReason reason, TrainingJob job, Journal.Attempt attempt, Journal journal)
            throws InterruptedException {
        LOG.infof("job %s stops: %s", job.id(), reason);
        return switch (reason) {
            case CANCELLED -> {
                journal.ended(State.CANCELLED, reason(job));
                yield Verdict.DONE;
            }
            case SHUTDOWN -> {
                journal.ended(State.QUEUED, "its worker stopped");
                yield Verdict.GIVE_BACK;
            }
            case LEASE_LOST -> {
                lost.put(job.id(), attempt.number());
                yield Verdict.GIVE_BACK;
            }
        };
    }

    /** A worker that stops, or fails, says so; of one that died the last word is that the job is running. */
    private int crashes(JobState last) {
        boolean crashed = last.state() == State.RUNNING
                && !Integer.valueOf(last.attempt()).equals(lost.get(last.jobId()));
        return crashed ? last.crashes() + 1 : last.crashes();
    }

    private Optional<StopReason> stopReason(TrainingJob job, Lease lease) {
        if (!lease.isHeld()) {
            return Optional.of(StopReason.LEASE_LOST);
        }
        if (ledger.cancellation(job.id()).isPresent()) {
            return Optional.of(StopReason.CANCELLED);
        }
        return stopping ? Optional.of(StopReason.SHUTDOWN) : Optional.empty();
    }

    private String reason(TrainingJob job) {
        return ledger.cancellation(job.id())
                .map(cancellation ->
                        "cancelled by " + Optional.ofNullable(cancellation.by()).orElse("somebody"))
                .orElseThrow();
    }
}
