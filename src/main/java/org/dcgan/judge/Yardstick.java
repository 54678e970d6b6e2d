package org.dcgan.judge;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.List;
import java.util.stream.DoubleStream;
import org.dcgan.gan.PyTorch;
import org.dcgan.gan.TorchScript;
import org.dcgan.message.Scores;

/**
 * Real images to compare others with, by what a classifier sees in both. What is computed stands in {@code judge.torchscript}.
 * Lives in native memory until {@link #close()}.
 */
final class Yardstick implements AutoCloseable {
    /** How many neighbours make a neighbourhood (Naeem et al. 2020). */
    private static final int NEIGHBOURS = 5;

    private final PtNDManager manager = PyTorch.manager(Device.cpu());
    private final TorchScript program = TorchScript.load(manager, Classifier.PROGRAM, Classifier.NAME);
    private final IValue neighbours = IValue.from((long) NEIGHBOURS);
    private final IValue real;

    /** @param real what is seen in more real images than make a neighbourhood */
    Yardstick(Impression real) {
        try (PtNDManager scope = (PtNDManager) manager.newSubManager();
                IValue features = tensor(scope, real.count(), real.features())) {
            this.real = program.run("yardstick", List.of(features, neighbours));
        }
    }

    /** How other images compare. */
    Scores measure(Impression other) {
        try (PtNDManager scope = (PtNDManager) manager.newSubManager();
                IValue features = tensor(scope, other.count(), other.features());
                IValue logits = tensor(scope, other.count(), other.logits())) {
            PtNDArray[] results = program.tensors(scope, "scores", List.of(features, logits, real, neighbours));
            double[] numbers = results[0].toDoubleArray();
            List<Double> shares =
                    DoubleStream.of(results[1].toDoubleArray()).boxed().toList();
            return new Scores(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], shares);
        }
    }

    private static IValue tensor(PtNDManager owner, int rows, float[] values) {
        return IValue.from((PtNDArray) owner.create(values, new Shape(rows, values.length / rows)));
    }

    @Override
    public void close() {
        real.close();
        neighbours.close();
        program.close();
        manager.close();
    }
}
