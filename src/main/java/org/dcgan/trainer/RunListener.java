package org.dcgan.trainer;

import ai.djl.Device;
import java.util.List;
import java.util.Map;
import org.dcgan.checkpoint.Checkpoint;
import org.dcgan.checkpoint.LossPoint;
import org.dcgan.gan.Tensor;

/** Receives what a {@link TrainingRun} makes, on the training thread. It may make the run wait, and so may be interrupted. */
interface RunListener {
    /** Training begins, or goes on, before this step. */
    void started(int epoch, long step) throws InterruptedException;

    /** This step is about to be made. */
    void reached(int epoch, long step);

    /**
     * An iteration to be recorded.
     *
     * @param real the batch of real images, N×28×28, from −1 to 1
     * @param fakes the generator's images of this step, likewise
     * @param imagesPerSecond since the recorded iteration before
     */
    void recorded(LossPoint point, float[] real, float[] fakes, double imagesPerSecond) throws InterruptedException;

    /** The checkpoint after an epoch, for others to serve. */
    void epochSaved(Checkpoint checkpoint) throws InterruptedException;

    /** A checkpoint within an epoch, for the run to go on from. */
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
