package org.dcgan.judge;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.List;
import java.util.stream.DoubleStream;
import org.dcgan.gan.NativeScope;
import org.dcgan.gan.PyTorch;
import org.dcgan.gan.TorchScript;
import org.dcgan.message.Scores;

/**
 * Real images to compare others with, by what a classifier sees in both. What is computed stands in {@code judge.torchscript}.
 * Lives in native memory until {@link #close()}.
 */
final class ReferenceImages implements AutoCloseable {
    /** How many neighbours make a neighbourhood (Naeem et al. 2020). */
    static final int NEIGHBOURS = 5;

    private static final int FEW = 100;

    private final NativeScope memory = new NativeScope();
    private final PtNDManager manager;
    private final TorchScript program;
    private final IValue neighbours;
    private final IValue real;

    /**
     * Takes real images as the standard.
     *
     * @param real what is seen in them
     * @throws IllegalArgumentException if they are no more than make a neighbourhood
     */
    ReferenceImages(ClassifierOutput real) {
        checkCount(real.count());
        try {
            manager = memory.own(PyTorch.manager(Device.cpu()));
            program = memory.own(TorchScript.load(manager, Classifier.PROGRAM, Classifier.NAME));
            neighbours = memory.own(IValue.from((long) NEIGHBOURS));
            // the engine keeps all that the first run of a program makes until it ends: so that is a small one
            try (IValue few = of(real.limit(FEW))) {
                measure(real.limit(FEW), few);
            }
            this.real = memory.own(of(real));
        } catch (RuntimeException | Error e) {
            memory.close();
            throw e;
        }
    }

    /** @throws IllegalArgumentException if so many real images are no more than make a neighbourhood */
    static void checkCount(int real) {
        if (real < Judge.LEAST_TEST_IMAGES) {
            throw new IllegalArgumentException(
                    "a judge needs at least " + Judge.LEAST_TEST_IMAGES + " test images, was given " + real);
        }
    }

    /** How other images compare. */
    Scores measure(ClassifierOutput other) {
        return measure(other, real);
    }

    private IValue of(ClassifierOutput images) {
        try (PtNDManager scope = (PtNDManager) manager.newSubManager();
                IValue features = tensor(scope, images.count(), images.features())) {
            return program.run("reference_images", List.of(features, neighbours));
        }
    }

    private Scores measure(ClassifierOutput other, IValue referenceImages) {
        try (PtNDManager scope = (PtNDManager) manager.newSubManager();
                IValue features = tensor(scope, other.count(), other.features());
                IValue logits = tensor(scope, other.count(), other.logits())) {
            PtNDArray[] results =
                    program.tensors(scope, "scores", List.of(features, logits, referenceImages, neighbours));
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
        memory.close();
    }
}
