package org.dcgan.trainer;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.dcgan.checkpoint.Checkpoint;
import org.dcgan.checkpoint.LossPoint;
import org.dcgan.dataset.EpochOrder;
import org.dcgan.dataset.Images;
import org.dcgan.gan.Dcgan;
import org.dcgan.gan.GanState;
import org.dcgan.gan.Hyperparameters;
import org.dcgan.gan.Precision;
import org.dcgan.gan.Step;
import org.dcgan.message.TrainingJob;
import org.dcgan.random.KeyedRandom;
import org.dcgan.random.Purpose;

/**
 * The notebook's training loop.
 *
 * <p>A step depends only on the state before it and on its number: image order and latents come from random streams keyed by seed and
 * epoch or step. So a run may stop before any step, resume elsewhere from its checkpoint, and produce the same bytes.
 */
final class TrainingRun {
    private final TrainingJob job;
    private final Images images;
    private final Device device;
    private final RunListener listener;
    private final Supplier<Optional<StopReason>> stop;
    private final CheckpointTimer timer;

    /**
     * Creates a run that has not begun.
     *
     * @param job with id and seed
     * @param images training images, already limited
     * @param device where to train
     * @param listener receives the run's results
     * @param stop asked before each step whether to stop
     * @param timer says when a checkpoint within the epoch is due, in addition to those that the job asks for
     */
    TrainingRun(
            TrainingJob job,
            Images images,
            Device device,
            RunListener listener,
            Supplier<Optional<StopReason>> stop,
            CheckpointTimer timer) {
        this.job = job;
        this.images = images;
        this.device = device;
        this.listener = listener;
        this.stop = stop;
        this.timer = timer;
    }

    /** Number of iterations of the whole run. */
    static long steps(TrainingJob job, Images images) {
        return (long) job.epochs() * iterations(job, images);
    }

    private static int iterations(TrainingJob job, Images images) {
        return (images.count() - 1) / job.batchSize() + 1;
    }

    /** The initial state of a run without a checkpoint. */
    static Checkpoint beginning(TrainingJob job) {
        return new Checkpoint(0, 0, Dcgan.initial(job.latentSize(), job.seed()), List.of());
    }

    /**
     * How training ended.
     *
     * @param stopReason why it stopped early; empty after the last step
     * @param state the state to resume from, if it stopped for another worker to continue; null otherwise
     */
    record End(Optional<StopReason> stopReason, Checkpoint state) {}

    /**
     * Trains from a checkpoint to the last step, or until it is asked to stop.
     *
     * @throws TrainingFailedException if a loss or a weight is not a finite number
     */
    End train(Checkpoint start) throws InterruptedException {
        List<LossPoint> losses = new ArrayList<>(start.losses());
        int iterations = iterations(job, images);
        long step = start.step();
        try (Dcgan dcgan = new Dcgan(device, hyperparameters(), start.state())) {
            Pace pace = new Pace();
            listener.started((int) (step / iterations), step);
            for (int epoch = (int) (step / iterations); epoch < job.epochs(); epoch++) {
                EpochOrder order = new EpochOrder(images.count(), job.batchSize(), job.seed(), epoch);
                for (int iteration = (int) (step % iterations); iteration < iterations; iteration++) {
                    listener.reached(epoch, step);
                    Optional<StopReason> reason = stop.get();
                    if (reason.isPresent()) {
                        boolean isOver = reason.get() == StopReason.CANCELLED;
                        return new End(reason, isOver ? null : checkpoint(epoch, step, dcgan, losses));
                    }
                    int[] batch = order.batch(iteration);
                    float[] real = images.scaled(batch);
                    Step result = dcgan.step(
                            real,
                            latents(Purpose.DISCRIMINATOR_LATENTS, step, batch.length),
                            latents(Purpose.GENERATOR_LATENTS, step, batch.length));
                    checkFinite(result, step);
                    pace.add(batch.length);
                    if (iteration % job.recordEvery() == 0) {
                        LossPoint point = point(epoch, iteration, step, saveStep(epoch, iteration, iterations), result);
                        losses.add(point);
                        listener.recorded(point, real, result.fakes(), pace.imagesPerSecond());
                    }
                    step++;
                    if (isCheckpointDue(iteration, iterations)) {
                        listener.stepSaved(checkpoint(epoch, step, dcgan, losses));
                        timer.restart();
                    }
                }
                listener.epochSaved(checkpoint(epoch, step, dcgan, losses));
                timer.restart();
            }
            listener.finished(List.copyOf(losses), dcgan.state().generator(), device);
            return new End(Optional.empty(), null);
        }
    }

    private Hyperparameters hyperparameters() {
        return new Hyperparameters(
                job.latentSize(),
                job.learningRate(),
                job.beta1(),
                job.beta2(),
                job.realLabel(),
                job.precision().equals("bfloat16") ? Precision.BFLOAT16 : Precision.FLOAT32,
                job.emaDecay() == null ? OptionalDouble.empty() : OptionalDouble.of(job.emaDecay()));
    }

    private float[] latents(Purpose purpose, long step, int count) {
        return new KeyedRandom(job.seed(), purpose, step).gaussians(count * job.latentSize(), 0, 1);
    }

    /** Whether to save after this iteration, which is not the last of its epoch. */
    private boolean isCheckpointDue(int iteration, int iterations) {
        boolean isAskedFor = job.checkpointEvery() != null && (iteration + 1) % job.checkpointEvery() == 0;
        return iteration + 1 < iterations && (isAskedFor || timer.isDue());
    }

    private long saveStep(int epoch, int iteration, int iterations) {
        long pointsOfAnEpoch = (iterations - 1) / job.recordEvery() + 1;
        return epoch * pointsOfAnEpoch + iteration / job.recordEvery();
    }

    private static LossPoint point(int epoch, int iteration, long step, long saveStep, Step result) {
        return new LossPoint(
                epoch,
                iteration,
                step,
                saveStep,
                result.discriminatorLoss(),
                result.generatorLoss(),
                result.realScore(),
                result.fakeScore());
    }

    private static void checkFinite(Step result, long step) {
        if (!result.isFinite()) {
            throw new TrainingFailedException("the losses of step %d are not finite: discriminator %s, generator %s"
                    .formatted(step, result.discriminatorLoss(), result.generatorLoss()));
        }
    }

    /** Keeps only the losses that the next checkpoint also contains, so that memory does not grow with the run. */
    private static Checkpoint checkpoint(int epoch, long step, Dcgan dcgan, List<LossPoint> losses) {
        Checkpoint checkpoint = new Checkpoint(epoch, step, state(dcgan, step), List.copyOf(losses));
        losses.subList(0, losses.size() - checkpoint.newestLosses().size()).clear();
        return checkpoint;
    }

    /** The state to save. Throws if it is not finite, so that it does not replace the last valid one. */
    private static GanState state(Dcgan dcgan, long step) {
        GanState state = dcgan.state();
        if (!state.isFinite()) {
            throw new TrainingFailedException("the weights before step %d are not all finite".formatted(step));
        }
        return state;
    }
}
