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

    private static final int FEW = 100;

    private final PtNDManager manager = PyTorch.manager(Device.cpu());
    private final TorchScript program = TorchScript.load(manager, Classifier.PROGRAM, Classifier.NAME);
    private final IValue neighbours = IValue.from((long) NEIGHBOURS);
    private final IValue real;

    /** @param real what is seen in more real images than make a neighbourhood */
    Yardstick(Impression real) {
        // the engine keeps all that the first run of a program makes until it ends: so that is a small one
        try (IValue few = of(real.limit(FEW))) {
            measure(real.limit(FEW), few);
        }
        this.real = of(real);
    }

    /** How other images compare. */
    Scores measure(Impression other) {
        return measure(other, real);
    }

    private IValue of(Impression images) {
        try (PtNDManager scope = (PtNDManager) manager.newSubManager();
                IValue features = tensor(scope, images.count(), images.features())) {
            return program.run("yardstick", List.of(features, neighbours));
        }
    }

    private Scores measure(Impression other, IValue yardstick) {
        try (PtNDManager scope = (PtNDManager) manager.newSubManager();
                IValue features = tensor(scope, other.count(), other.features());
                IValue logits = tensor(scope, other.count(), other.logits())) {
            PtNDArray[] results = program.tensors(scope, "scores", List.of(features, logits, yardstick, neighbours));
            double[] numbers = results[0].toDoubleArray();
            List<Double> shares =
                    DoubleStream.of(results[1].toDoubleArray()).boxed().toList();
            double frechetDistance = Math.max(0, numbers[0]); // rounding can bring that of equal images below
            return new Scores(frechetDistance, numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], shares);
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
