package org.dcgan.judge;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.dcgan.dataset.Images;
import org.dcgan.gan.Bounds;
import org.dcgan.gan.NativeScope;
import org.dcgan.gan.PyTorch;
import org.dcgan.gan.Tensor;
import org.dcgan.gan.Tensors;
import org.dcgan.gan.TorchScript;

/**
 * A trained classifier of 28×28 grey images. Holds native memory until {@link #close()}. Always computes on the CPU, to leave the GPU
 * to training.
 */
final class Classifier implements AutoCloseable {
    static final String PROGRAM = "/org/dcgan/judge/judge.torchscript";
    static final String NAME = "Judge";

    private static final int BATCH = 512;

    private final NativeScope memory = new NativeScope();
    private final int classes;
    private final PtNDManager manager;
    private final TorchScript program;
    private final IValue weights;

    /** Provides images in [−1, 1]. */
    interface Source {
        /** {@code count} images, {@code from} the given one on: N×28×28. */
        float[] images(int from, int count);
    }

    /**
     * Loads a state dict.
     *
     * @throws IllegalArgumentException if a tensor is missing, has another shape than the classifier's, or a number that is not
     *     finite, or if sums of its numbers can overflow
     */
    Classifier(Map<String, Tensor> stateDict) {
        classes = Math.max(1, Tensors.find(stateDict, Layers.LAST).rows());
        Tensors.check(stateDict, Layers.weights(classes));
        try {
            manager = memory.own(PyTorch.manager(Device.cpu()));
            program = memory.own(TorchScript.load(manager, PROGRAM, NAME));
            weights = memory.own(Tensors.toEngine(manager, stateDict, Layers.weights(classes)));
            Bounds.check(program, "bounds", manager, 1, Images.PIXELS, weights);
        } catch (RuntimeException | Error e) {
            memory.close();
            throw e;
        }
    }

    /**
     * Computes the output for the first {@code count} images of a source.
     *
     * @throws CancellationException if the thread is interrupted between two batches
     */
    ClassifierOutput look(int count, Source source) {
        FloatBuffer features = FloatBuffer.allocate(count * Layers.FEATURES);
        FloatBuffer logits = FloatBuffer.allocate(count * classes);
        for (int from = 0; from < count; from += BATCH) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("interrupted");
            }
            float[] images = source.images(from, Math.min(BATCH, count - from));
            try (PtNDManager scope = (PtNDManager) manager.newSubManager();
                    IValue x = IValue.from((PtNDArray)
                            scope.create(images, new Shape(images.length / Images.PIXELS, Images.PIXELS)))) {
                PtNDArray[] seen = program.tensors(scope, "look", List.of(x, weights));
                features.put(seen[0].toFloatArray());
                logits.put(seen[1].toFloatArray());
            }
        }
        return new ClassifierOutput(count, features.array(), logits.array());
    }

    /** The share of images that it classifies correctly. */
    double accuracy(Images images) {
        float[] logits = look(images.count(), images::scaledRange).logits();
        long right = IntStream.range(0, images.count())
                .filter(image -> largest(logits, image) == images.label(image))
                .count();
        return (double) right / images.count();
    }

    private int largest(float[] logits, int image) {
        int largest = 0;
        for (int i = 1; i < classes; i++) {
            if (logits[image * classes + i] > logits[image * classes + largest]) {
                largest = i;
            }
        }
        return largest;
    }

    @Override
    public void close() {
        memory.close();
    }
}
