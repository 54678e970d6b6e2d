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
 * Real images to compare others with, by a classifier's features. The computation is in {@code judge.torchscript}. Holds native
 * memory until {@link #close()}.
 */
final class ReferenceImages implements AutoCloseable {
    /** Number of nearest neighbours that define a neighbourhood (Naeem et al. 2020). */
    static final int NEIGHBOURS = 5;

    private static final int FEW = 100;

    private final NativeScope memory = new NativeScope();
    private final PtNDManager manager;
    private final TorchScript program;
    private final IValue neighbours;
    private final IValue real;

    /**
     * Prepares the comparison with real images.
     *
     * @param real the classifier's output for them
     * @throws IllegalArgumentException if there are too few of them for a neighbourhood
     */
    ReferenceImages(ClassifierOutput real) {
        checkCount(real.count());
        try {
            manager = memory.own(PyTorch.manager(Device.cpu()));
            program = memory.own(TorchScript.load(manager, Classifier.PROGRAM, Classifier.NAME));
            neighbours = memory.own(IValue.from((long) NEIGHBOURS));
            // the engine keeps everything that the first run of a program allocates, so the first run is a small one
            try (IValue few = of(real.limit(FEW))) {
                measure(real.limit(FEW), few);
            }
            this.real = memory.own(of(real));
        } catch (RuntimeException | Error e) {
            memory.close();
            throw e;
        }
    }

    /** @throws IllegalArgumentException if so many real images are too few for a neighbourhood */
    static void checkCount(int real) {
        if (real < Judge.LEAST_TEST_IMAGES) {
            throw new IllegalArgumentException(
                    "a judge needs at least " + Judge.LEAST_TEST_IMAGES + " test images, was given " + real);
        }
    }

    /** Scores other images. */
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
            double frechetDistance = Math.max(0, numbers[0]); // for equal images, rounding can give a negative number
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
