package org.dcgan.trainer;

import ai.djl.Device;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dcgan.checkpoint.Checkpoint;
import org.dcgan.checkpoint.JobObjects;
import org.dcgan.checkpoint.LossPoint;
import org.dcgan.dataset.Images;
import org.dcgan.gan.Tensor;
import org.dcgan.message.CheckpointSaved;
import org.dcgan.message.JobState;
import org.dcgan.message.JobState.State;
import org.dcgan.message.LossRecorded;
import org.dcgan.message.TrainingJob;
import org.dcgan.picture.GreyImage;
import org.dcgan.picture.ImageGrid;
import org.dcgan.topic.Topic;

/**
 * Stores and publishes what one attempt at a job makes, in the order it is made and off the training thread. Objects are there
 * before the event that tells of them.
 */
final class Journal implements AutoCloseable {
    private final TrainingJob job;
    private final JobObjects objects;
    private final Attempt attempt;
    private final Archive archive;
    private final Backlog backlog;
    private volatile Position position = new Position(0, 0);

    private record Position(int epoch, long step) {}

    /**
     * Who tries.
     *
     * @param number from 1
     * @param crashes attempts before it that ended without a word, in a row
     * @param worker this worker's name
     * @param origin the message that the job was taken up from
     * @param steps iterations of the whole run
     * @param device where it trains
     */
    record Attempt(int number, int crashes, String worker, String origin, long steps, Device device) {}

    Journal(TrainingJob job, Attempt attempt, Archive archive, Backlog backlog) {
        this.job = job;
        this.objects = new JobObjects(job.id());
        this.attempt = attempt;
        this.archive = archive;
        this.backlog = backlog;
    }

    /** Where the run goes on, if an attempt has come that far. */
    Optional<Checkpoint> newestCheckpoint() throws InterruptedException {
        return archive.retries.untilDone(() -> archive.checkpoints.newest(objects));
    }

    /** Tells that training begins, or goes on, before this step. */
    void started(int epoch, long step) throws InterruptedException {
        reached(epoch, step);
        JobState running = state(State.RUNNING, attempt.crashes(), null);
        backlog.add(() -> publish(running));
    }

    /** Notes the step about to be made. */
    void reached(int epoch, long step) {
        position = new Position(epoch, step);
    }

    /** Keeps a recorded iteration: both grids, and the losses as an event. */
    void recorded(LossPoint point, float[] real, float[] fakes, double imagesPerSecond) throws InterruptedException {
        Instant at = archive.clock.instant();
        backlog.add((long) (real.length + fakes.length) * Float.BYTES, () -> {
            putPng(objects.realGrid(point.saveStep()), ImageGrid.of(real, Images.SIDE, Images.SIDE));
            putPng(objects.fakeGrid(point.saveStep()), ImageGrid.of(fakes, Images.SIDE, Images.SIDE));
            archive.publisher.publish(Topic.LOSSES, job.id(), event(point, imagesPerSecond, at));
        });
    }

    /** Keeps the checkpoint after an epoch, for others to serve. */
    void epochSaved(Checkpoint checkpoint) throws InterruptedException {
        backlog.add(checkpoint.state().bytes(), () -> {
            CheckpointSaved saved = archive.checkpoints.saveEpoch(objects, checkpoint);
            archive.publisher.publish(Topic.CHECKPOINTS, job.id() + "/" + saved.epoch(), saved);
            archive.checkpoints.latest().setIfNewer(saved);
        });
        gotFurther(checkpoint);
    }

    /** Keeps a checkpoint within an epoch, for the run to go on from. */
    void stepSaved(Checkpoint checkpoint) throws InterruptedException {
        backlog.add(checkpoint.state().bytes(), () -> archive.checkpoints.saveStep(objects, checkpoint));
        gotFurther(checkpoint);
    }

    /** Tells that whoever dies from now on was not stuck. */
    private void gotFurther(Checkpoint checkpoint) throws InterruptedException {
        reached(checkpoint.epoch(), checkpoint.step());
        JobState running = state(State.RUNNING, 0, null);
        backlog.add(() -> publish(running));
    }

    /** Keeps what the notebook shows after training. */
    void finished(List<LossPoint> losses, Map<String, Tensor> generator) throws InterruptedException {
        backlog.add(() -> archive.results.storeLosses(objects, losses));
        backlog.add(() -> archive.results.storeTimeLapse(objects, losses.size()));
        backlog.add(() -> archive.results.storeInternals(objects, attempt.device(), generator, job.seed()));
        backlog.add(() -> archive.checkpoints.removeStepsBefore(objects, attempt.steps()));
    }

    /** Waits until all is kept, then tells how the attempt ended: as failed, if something could not be kept. */
    void ended(State state, String reason) throws InterruptedException {
        Optional<String> failure = backlog.drain();
        JobState end = state(failure.isPresent() ? State.FAILED : state, 0, failure.orElse(reason));
        archive.retries.untilDone(() -> publish(end));
    }

    /** Drops what is not kept yet. */
    @Override
    public void close() {
        backlog.close();
    }

    private void publish(JobState state) {
        archive.publisher.publish(Topic.JOB_STATES, job.id(), state);
    }

    private JobState state(State state, int crashes, String reason) {
        return new JobState(
                job.id(),
                state,
                attempt.number(),
                crashes,
                position.epoch(),
                position.step(),
                attempt.steps(),
                attempt.worker(),
                reason,
                attempt.origin(),
                archive.clock.instant());
    }

    private void putPng(String key, GreyImage image) {
        archive.store.put(key, image.png(), "image/png");
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
