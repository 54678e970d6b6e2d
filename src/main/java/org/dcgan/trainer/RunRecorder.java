package org.dcgan.trainer;

import ai.djl.Device;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dcgan.checkpoint.Checkpoint;
import org.dcgan.checkpoint.Checkpoints;
import org.dcgan.checkpoint.JobObjects;
import org.dcgan.checkpoint.LossPoint;
import org.dcgan.gan.Tensor;
import org.dcgan.message.CheckpointSaved;
import org.dcgan.message.JobState;
import org.dcgan.message.LossRecorded;
import org.dcgan.message.TrainingJob;
import org.dcgan.topic.Publisher;
import org.dcgan.topic.Topic;
import org.dcgan.trainer.Attempt.Position;
import org.dcgan.trainer.AttemptFiles.AttemptFile;

/**
 * Stores and publishes the results of one attempt, in their order and on another thread than training. An object is stored before the
 * event about it is published. A state is published only while the lease is held.
 */
final class RunRecorder implements RunListener, AutoCloseable {
    private final TrainingJob job;
    private final JobObjects objects;
    private final Attempt attempt;
    private final Lease lease;
    private final AttemptFile evidence;
    private final Checkpoints checkpoints;
    private final OldCheckpoints oldCheckpoints;
    private final Results results;
    private final Publisher publisher;
    private final Clock clock;
    private final Backlog backlog;
    private volatile Position position = Position.START;

    RunRecorder(
            TrainingJob job,
            Attempt attempt,
            Lease lease,
            AttemptFile evidence,
            Checkpoints checkpoints,
            OldCheckpoints oldCheckpoints,
            Results results,
            Publisher publisher,
            Clock clock,
            Backlog backlog) {
        this.job = job;
        this.objects = new JobObjects(job.id());
        this.attempt = attempt;
        this.lease = lease;
        this.evidence = evidence;
        this.checkpoints = checkpoints;
        this.oldCheckpoints = oldCheckpoints;
        this.results = results;
        this.publisher = publisher;
        this.clock = clock;
        this.backlog = backlog;
    }

    @Override
    public void started(int epoch, long step) throws InterruptedException {
        reached(epoch, step);
        state(attempt.running(position, false));
    }

    @Override
    public void reached(int epoch, long step) {
        position = new Position(epoch, step);
        evidence.reached(step);
    }

    /** How far the run has got. */
    Position position() {
        return position;
    }

    @Override
    public void recorded(LossPoint point, float[] real, float[] fakes, double imagesPerSecond)
            throws InterruptedException {
        Instant at = clock.instant();
        backlog.add((long) (real.length + fakes.length) * Float.BYTES, () -> {
            results.storeGrids(objects, point, real, fakes);
            publisher.publish(Topic.LOSSES, job.id(), event(point, imagesPerSecond, at));
        });
    }

    @Override
    public void epochSaved(Checkpoint checkpoint) throws InterruptedException {
        backlog.add(checkpoint.state().bytes(), () -> {
            CheckpointSaved saved = checkpoints.saveEpoch(objects, checkpoint);
            publisher.publish(Topic.CHECKPOINTS, job.id() + "/" + saved.epoch(), saved);
            checkpoints.latest().setIfNewer(saved);
            oldCheckpoints.prune(job);
        });
        gotFurther(checkpoint);
    }

    @Override
    public void stepSaved(Checkpoint checkpoint) throws InterruptedException {
        backlog.add(checkpoint.state().bytes(), () -> checkpoints.saveStep(objects, checkpoint));
        gotFurther(checkpoint);
    }

    private void gotFurther(Checkpoint checkpoint) throws InterruptedException {
        reached(checkpoint.epoch(), checkpoint.step());
        backlog.add(evidence::admitOthers); // the checkpoint is stored, so earlier crashes no longer count
        state(attempt.running(position, true));
    }

    @Override
    public void finished(List<LossPoint> losses, Map<String, Tensor> generator, Device device)
            throws InterruptedException {
        backlog.add(() -> results.storeLosses(objects, losses));
        backlog.add(() -> results.storeTimeLapse(objects, Results.saveSteps(losses)));
        backlog.add(() -> results.storeInternals(objects, device, generator, job.seed()));
        backlog.add(() -> checkpoints.removeStepsBefore(objects, attempt.steps()));
    }

    /**
     * Waits until everything is stored and published.
     *
     * @return why a task failed permanently, if one did
     */
    Optional<String> settle() throws InterruptedException {
        return backlog.drain();
    }

    /** Drops what is not stored yet. */
    @Override
    public void close() {
        backlog.close();
    }

    private void state(JobState state) throws InterruptedException {
        backlog.add(() -> {
            if (lease.isHeld()) {
                publisher.publish(Topic.JOB_STATES, job.id(), state.at(clock.instant()));
            }
        });
    }

    private LossRecorded event(LossPoint point, double imagesPerSecond, Instant at) {
        return new LossRecorded(
                job.id(),
                attempt.number(),
                point.epoch(),
                point.iteration(),
                point.step(),
                point.saveStep(),
                point.discriminatorLoss(),
                point.generatorLoss(),
                point.realScore(),
                point.fakeScore(),
                imagesPerSecond,
                at);
    }
}
