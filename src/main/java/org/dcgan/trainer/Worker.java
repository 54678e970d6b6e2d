package org.dcgan.trainer;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.dcgan.checkpoint.AcceptedJobs;
import org.dcgan.checkpoint.Checkpoint;
import org.dcgan.checkpoint.Checkpoints;
import org.dcgan.checkpoint.JobObjects;
import org.dcgan.checkpoint.StartCheckpoints;
import org.dcgan.dataset.Images;
import org.dcgan.device.ComputeDevice;
import org.dcgan.message.Crash;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.JobState;
import org.dcgan.message.TrainingJob;
import org.dcgan.process.HeapSize;
import org.dcgan.process.ServiceThreads;
import org.dcgan.retry.Retries;
import org.dcgan.topic.JobMessage;
import org.dcgan.topic.Publisher;
import org.dcgan.topic.Topic;
import org.dcgan.trainer.AttemptFiles.AttemptFile;
import org.dcgan.trainer.Delivery.Accept;
import org.dcgan.trainer.Delivery.Action;
import org.dcgan.trainer.Delivery.AskStore;
import org.dcgan.trainer.Delivery.Begin;
import org.dcgan.trainer.Delivery.Ended;
import org.dcgan.trainer.Delivery.Ended.How;
import org.dcgan.trainer.Delivery.Finish;
import org.dcgan.trainer.Delivery.Known;
import org.dcgan.trainer.Delivery.LoadImages;
import org.dcgan.trainer.Delivery.Look;
import org.dcgan.trainer.Delivery.Pause;
import org.dcgan.trainer.Delivery.Publish;
import org.dcgan.trainer.Delivery.PublishAgain;
import org.dcgan.trainer.Delivery.Refuse;
import org.dcgan.trainer.Delivery.Settle;
import org.dcgan.trainer.Delivery.Train;
import org.dcgan.trainer.JobHandler.Verdict;
import org.jboss.logging.Logger;

/** Performs the actions of a {@link Delivery} on Kafka, the object store and the engine. One worker serves all slots. */
@Singleton
final class Worker {
    private static final Logger LOG = Logger.getLogger(Worker.class);
    private static final int WAIT_FOR_OTHERS_SECONDS = 1;
    private static final Duration WAIT_FOR_NEIGHBOURS = Duration.ofMillis(200);
    private static final Duration LONGEST_WAIT_FOR_NEIGHBOURS = Duration.ofSeconds(60);
    /** How often a run checks whether another attempt on the machine must run alone. */
    private static final Duration LOOK_AROUND = Duration.ofSeconds(1);

    private final JobParser parser;
    private final KnownJobStates knownStates;
    private final AcceptedJobs accepted;
    private final Datasets datasets;
    private final StartCheckpoints starts;
    private final Publisher publisher;
    private final Results results;
    private final Checkpoints checkpoints;
    private final OldCheckpoints oldCheckpoints;
    private final AttemptFiles attemptFiles;
    private final ClusterId cluster;
    private final ComputeDevice device;
    private final TrainerConfig config;
    private final Retries retries;
    private final ServiceThreads threads;
    private final Clock clock;

    private volatile boolean stopping;

    @Inject
    Worker(
            JobParser parser,
            KnownJobStates knownStates,
            AcceptedJobs accepted,
            Datasets datasets,
            StartCheckpoints starts,
            Publisher publisher,
            Results results,
            Checkpoints checkpoints,
            OldCheckpoints oldCheckpoints,
            AttemptFiles attemptFiles,
            ClusterId cluster,
            ComputeDevice device,
            TrainerConfig config,
            Retries retries,
            ServiceThreads threads,
            Clock clock) {
        this.parser = parser;
        this.knownStates = knownStates;
        this.accepted = accepted;
        this.datasets = datasets;
        this.starts = starts;
        this.publisher = publisher;
        this.results = results;
        this.checkpoints = checkpoints;
        this.oldCheckpoints = oldCheckpoints;
        this.attemptFiles = attemptFiles;
        this.cluster = cluster;
        this.device = device;
        this.config = config;
        this.retries = retries;
        this.threads = threads;
        this.clock = clock;
    }

    /**
     * Handles the messages of one slot.
     *
     * @param name unique name of the slot's worker
     */
    JobHandler slot(String name) {
        return new JobHandler() {
            @Override
            public Verdict handle(JobMessage message, Lease lease) {
                return Worker.this.handle(name, message, lease);
            }

            @Override
            public boolean isReady() {
                return !attemptFiles.isTaken(cluster.get());
            }
        };
    }

    /** Publishes crashes of other processes, found by their evidence files. */
    void reportCrashes() throws InterruptedException {
        retries.untilDone(() -> {
            if (!stopping) {
                attemptFiles.reportAbandoned(cluster.get(), this::publish);
            }
        });
    }

    /** Stops every current run before its next step. */
    void stop() {
        stopping = true;
        attemptFiles.close();
    }

    private Verdict handle(String name, JobMessage message, Lease lease) {
        try {
            if (message.purged().isPresent()) {
                return Verdict.DONE;
            }
            try {
                TrainingJob job = parser.read(message);
                retries.untilDone(knownStates::catchUp);
                if (knownStates.isPurged(job.id(), message)) {
                    return Verdict.DONE;
                }
                try (Handling handling = new Handling(name, job, message, lease)) {
                    return handling.handle();
                }
            } catch (InvalidMessageException refusal) {
                retries.untilDone(() -> parser.refuse(message, refusal));
                return Verdict.DONE;
            }
        } catch (InterruptedException e) {
            return Verdict.GIVE_BACK; // the process ends, or another worker has the message
        }
    }

    private int backlogMebibytes() {
        return (int) Math.max(1, Math.min(config.backlog(), HeapSize.mebibytes() / 4));
    }

    private void publish(JobState state) {
        publisher.publish(Topic.JOB_STATES, state.jobId(), state.at(clock.instant()));
    }

    private void publish(Crash crash) {
        LOG.warnf("job %s: attempt %d crashed: %s", crash.jobId(), crash.attempt(), crash.reason());
        publisher.publish(Topic.CRASHES, crash.key(), crash.at(clock.instant()));
    }

    /** One delivery from its arrival to its end, with its resources. */
    private final class Handling implements AutoCloseable {
        private final String name;
        private final TrainingJob job;
        private final JobMessage message;
        private final Lease lease;
        private Images images;
        private AttemptFile evidence;
        private RunRecorder recorder;
        private TrainingRun.End end;
        private long lookedAround = System.nanoTime();

        Handling(String name, TrainingJob job, JobMessage message, Lease lease) {
            this.name = name;
            this.job = job;
            this.message = message;
            this.lease = lease;
        }

        /** An {@link Error}, such as OutOfMemoryError, is reported as a crash and ends this worker. */
        Verdict handle() throws InterruptedException {
            Delivery delivery = new Delivery(job, message.path(), message.deliveries(), name);
            try {
                return follow(delivery.begin());
            } catch (RuntimeException e) {
                LOG.errorf(e, "message %s could not be handled", message.origin());
                return follow(delivery.failed());
            } catch (Error e) {
                report(e);
                throw e;
            }
        }

        /** If that fails, the evidence file remains and proves the crash once this process has ended. */
        private void report(Error error) {
            if (evidence == null) {
                return;
            }
            AttemptFile file = evidence;
            evidence = null;
            try {
                Crash crash = file.crash(ServiceThreads.reason(error));
                file.admitOthers();
                publish(crash);
                file.close();
            } catch (RuntimeException | Error e) {
                error.addSuppressed(e);
            }
        }

        private Verdict follow(Action first) throws InterruptedException {
            Action action = first;
            while (!(action instanceof Finish)) {
                if (!lease.isHeld() && !Delivery.isAllowedWithoutLease(action)) {
                    return Verdict.GIVE_BACK;
                }
                action = perform(action);
            }
            return ((Finish) action).verdict();
        }

        @Override
        public void close() {
            if (recorder != null) {
                recorder.close();
            }
            if (evidence != null) {
                evidence.close();
            }
        }

        private Action perform(Action action) throws InterruptedException {
            if (action instanceof Look look) {
                return look.then().apply(look());
            }
            if (action instanceof AskStore ask) {
                return askStore(ask);
            }
            if (action instanceof Begin begin) {
                return (begins(begin) ? begin.then() : begin.refused()).get();
            }
            if (action instanceof LoadImages load) {
                return loadImages(load);
            }
            if (action instanceof Publish publish) {
                retries.untilDone(() -> publish(publish.state()));
                if (publish.state().state().isTerminal()) {
                    retries.untilDone(() -> starts.release(job));
                }
                return publish.then().get();
            }
            if (action instanceof PublishAgain again) {
                retries.untilDone(() -> publisher.publish(message.to(Topic.JOBS.topicName())));
                return again.then().get();
            }
            if (action instanceof Refuse refuse) {
                retries.untilDone(() -> parser.refuse(message, refuse.refusal()));
                retries.untilDone(() -> starts.release(job));
                return refuse.then().get();
            }
            if (action instanceof Accept accept) {
                return accept(accept);
            }
            if (action instanceof Train train) {
                return train.then().apply(train(train.attempt()));
            }
            if (action instanceof Settle settle) {
                return settle.then().apply(settle(settle.checkpoint()));
            }
            if (action instanceof Pause pause) {
                TimeUnit.SECONDS.sleep(WAIT_FOR_OTHERS_SECONDS);
                return pause.then().get();
            }
            throw new IllegalArgumentException("this action cannot be performed: " + action);
        }

        private Known look() throws InterruptedException {
            reportCrashes();
            retries.untilDone(knownStates::catchUp);
            return new Known(
                    knownStates.state(job.id()), knownStates.cancellation(job.id()), knownStates.crashes(job.id()));
        }

        private Action askStore(AskStore ask) throws InterruptedException {
            boolean isAccepted;
            try {
                isAccepted = retries.untilDone(() -> accepted.has(job));
            } catch (InvalidMessageException refusal) {
                return ask.refused().apply(refusal);
            }
            return ask.then().apply(isAccepted);
        }

        private Action accept(Accept accept) throws InterruptedException {
            try {
                retries.untilDone(() -> accepted.add(job));
            } catch (InvalidMessageException refusal) {
                return accept.refused().apply(refusal);
            }
            return accept.then().get();
        }

        private boolean begins(Begin begin) throws InterruptedException {
            long step = begin.position().step();
            Crash crash = new Crash(
                    job.id(), begin.attempt(), clock.instant(), step, step, true, name, "its process died", null);
            Optional<AttemptFile> file = attemptFiles.begin(retries.untilDone(cluster::get), crash, begin.alone());
            evidence = file.orElse(null);
            return file.isPresent() && waitUntilAlone(file.get());
        }

        /**
         * An attempt that does not end in time may be suspended or stuck: the job then continues beside it, and a crash does not
         * count.
         */
        private boolean waitUntilAlone(AttemptFile file) throws InterruptedException {
            long end = System.nanoTime() + LONGEST_WAIT_FOR_NEIGHBOURS.toNanos();
            while (!file.mayTrain()) {
                if (stopping || !lease.isHeld()) {
                    return false;
                }
                if (System.nanoTime() > end) {
                    LOG.warnf("job %s should run alone, but another attempt on this machine does not end", job.id());
                    file.admitOthers();
                }
                TimeUnit.MILLISECONDS.sleep(WAIT_FOR_NEIGHBOURS.toMillis());
            }
            return true;
        }

        private Action loadImages(LoadImages load) throws InterruptedException {
            try {
                images = retries.untilDone(() -> datasets.load(job));
                retries.untilDone(() -> starts.hold(job));
            } catch (InvalidMessageException refusal) {
                return load.refused().apply(refusal);
            }
            return load.then().apply(TrainingRun.steps(job, images));
        }

        private Ended train(Attempt attempt) throws InterruptedException {
            Backlog backlog = new Backlog(backlogMebibytes(), retries, threads);
            recorder = new RunRecorder(
                    job, attempt, lease, evidence, checkpoints, oldCheckpoints, results, publisher, clock, backlog);
            try {
                Checkpoint start = retries.untilDone(this::start);
                evidence.began(start.step());
                LOG.infof("job %s: attempt %d begins at step %d", job.id(), attempt.number(), start.step());
                CheckpointTimer timer = new CheckpointTimer(config.checkpointInterval(), System::nanoTime);
                end = new TrainingRun(job, images, device.get(), recorder, () -> stopReason(attempt), timer)
                        .train(start);
                return ended();
            } catch (TrainingFailedException | InvalidMessageException e) {
                LOG.errorf("job %s failed: %s", job.id(), e.getMessage());
                return new Ended(How.FAILED, recorder.position(), e.getMessage());
            } catch (RuntimeException e) {
                LOG.errorf(e, "job %s failed", job.id());
                return new Ended(How.FAILED, recorder.position(), e.toString());
            }
        }

        private Checkpoint start() {
            return checkpoints.newest(new JobObjects(job.id())).orElseGet(() -> starts.state(job)
                    .map(state -> new Checkpoint(0, 0, state, List.of()))
                    .orElseGet(() -> TrainingRun.beginning(job)));
        }

        private Ended ended() {
            How how = end.stopReason().map(Ended.How::of).orElse(How.COMPLETE);
            LOG.infof("job %s: training ends: %s", job.id(), how);
            String reason = how == How.CANCELLED
                    ? Delivery.reason(knownStates.cancellation(job.id()).orElseThrow())
                    : null;
            return new Ended(how, recorder.position(), reason);
        }

        private Optional<String> settle(boolean withCheckpoint) throws InterruptedException {
            if (withCheckpoint) {
                recorder.stepSaved(end.state());
            }
            return recorder.settle();
        }

        private Optional<StopReason> stopReason(Attempt attempt) {
            boolean isOvertaken =
                    knownStates.state(job.id()).filter(attempt::isOf).isEmpty();
            return Delivery.stopReason(
                    isOvertaken,
                    lease.isHeld(),
                    knownStates.cancellation(job.id()).isPresent(),
                    stopping,
                    isInTheWay());
        }

        private boolean isInTheWay() {
            long now = System.nanoTime();
            if (now - lookedAround > LOOK_AROUND.toNanos()) {
                lookedAround = now;
                return evidence.isInTheWay();
            }
            return false;
        }
    }
}
