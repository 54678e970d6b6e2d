package org.dcgan.trainer;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.dcgan.dataset.Images;
import org.dcgan.gan.PyTorch;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.JobState;
import org.dcgan.message.JobState.State;
import org.dcgan.message.TrainingJob;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Makes a run of a message, and of the run's end a verdict on the message. */
@Singleton
final class Worker implements JobHandler {
    private static final Logger LOG = Logger.getLogger(Worker.class);
    /** A job that takes its worker down with it is not tried for ever. */
    private static final int MOST_CRASHES = 3;

    private final Intake intake;
    private final Datasets datasets;
    private final JobLedger ledger;
    private final Archive archive;
    private final Retries retries;
    private final String device;
    private final String name = name();
    private volatile boolean stopping;

    @Inject
    Worker(
            Intake intake,
            Datasets datasets,
            JobLedger ledger,
            Archive archive,
            Retries retries,
            @ConfigProperty(name = "dcgan.device", defaultValue = "auto") String device) {
        this.intake = intake;
        this.datasets = datasets;
        this.ledger = ledger;
        this.archive = archive;
        this.retries = retries;
        this.device = device;
    }

    /** Has every run in hand end before its next step. */
    void stop() {
        stopping = true;
    }

    @Override
    public Verdict handle(JobMessage message, Lease lease) {
        try {
            try {
                TrainingJob job = intake.read(message);
                Images images = retries.untilDone(() -> datasets.load(job));
                retries.untilDone(() -> intake.claim(job));
                ledger.catchUp();
                return attempt(job, images, lease);
            } catch (InvalidMessageException refusal) {
                retries.untilDone(() -> intake.refuse(message, refusal));
                return Verdict.DONE;
            }
        } catch (InterruptedException e) {
            return Verdict.GIVE_BACK; // this process ends
        }
    }

    private Verdict attempt(TrainingJob job, Images images, Lease lease) throws InterruptedException {
        Optional<JobState> last = ledger.state(job.id());
        if (last.isPresent() && last.get().state().isTerminal()) {
            LOG.infof("job %s is %s already", job.id(), last.get().state());
            return Verdict.DONE;
        }
        int number = last.map(JobState::attempt).orElse(0) + 1;
        int crashes = last.filter(state -> state.state() == State.RUNNING)
                .map(state -> state.crashes() + 1)
                .orElse(0);
        Journal.Attempt attempt =
                new Journal.Attempt(number, crashes, name, TrainingRun.steps(job, images), PyTorch.device(device));
        LOG.infof("job %s: attempt %d", job.id(), number);
        try (Journal journal = archive.open(job, attempt)) {
            if (crashes >= MOST_CRASHES) {
                journal.ended(State.FAILED, "its worker died " + crashes + " times without getting any further");
                return Verdict.DONE;
            }
            return run(
                    new TrainingRun(job, images, attempt.device(), journal, () -> stopReason(job, lease)),
                    job,
                    journal);
        }
    }

    private Verdict run(TrainingRun run, TrainingJob job, Journal journal) throws InterruptedException {
        try {
            Optional<StopReason> stopped = run.train();
            if (stopped.isEmpty()) {
                journal.ended(State.SUCCEEDED, null);
                return Verdict.DONE;
            }
            LOG.infof("job %s stops: %s", job.id(), stopped.get());
            return switch (stopped.get()) {
                case CANCELLED -> {
                    journal.ended(State.CANCELLED, reason(job));
                    yield Verdict.DONE;
                }
                case SHUTDOWN -> {
                    journal.ended(State.QUEUED, "its worker stopped");
                    yield Verdict.GIVE_BACK;
                }
                case LEASE_LOST -> Verdict.GIVE_BACK;
            };
        } catch (TrainingFailedException e) {
            LOG.errorf("job %s failed: %s", job.id(), e.getMessage());
            journal.ended(State.FAILED, e.getMessage());
            return Verdict.DONE;
        } catch (RuntimeException e) {
            LOG.errorf(e, "job %s failed", job.id());
            journal.ended(State.FAILED, e.toString());
            return Verdict.DONE;
        }
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

    /** Host and process: in a cluster the pod's name. */
    private static String name() {
        try {
            return InetAddress.getLocalHost().getHostName() + "-"
                    + ProcessHandle.current().pid();
        } catch (UnknownHostException e) {
            return "worker-" + ProcessHandle.current().pid();
        }
    }
}
