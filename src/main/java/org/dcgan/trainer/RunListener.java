package org.dcgan.trainer;

import ai.djl.Device;
import java.util.List;
import java.util.Map;
import org.dcgan.checkpoint.Checkpoint;
import org.dcgan.checkpoint.LossPoint;
import org.dcgan.gan.Tensor;

/** Receives the results of a {@link TrainingRun}, on the training thread. Its methods may block, so they may be interrupted. */
interface RunListener {
    /** Training begins or resumes with this step. */
    void started(int epoch, long step) throws InterruptedException;

    /** This step is about to run. */
    void reached(int epoch, long step);

    /**
     * Records an iteration.
     *
     * @param real the batch of real images, N×28×28, from −1 to 1
     * @param fakes the generator's images of this step, likewise
     * @param imagesPerSecond since the recorded iteration before
     */
    void recorded(LossPoint point, float[] real, float[] fakes, double imagesPerSecond) throws InterruptedException;

    /** Receives the checkpoint after an epoch, which samplers may serve. */
    void epochSaved(Checkpoint checkpoint) throws InterruptedException;

    /** Receives a checkpoint within an epoch, from which only the run itself resumes. */
    void stepSaved(Checkpoint checkpoint) throws InterruptedException;

    /**
     * The run is complete.
     *
     * @param losses of the newest recorded iterations: those that the last checkpoint contains
     * @param generator its weights
     * @param device where they may be used
     */
    void finished(List<LossPoint> losses, Map<String, Tensor> generator, Device device) throws InterruptedException;
}
