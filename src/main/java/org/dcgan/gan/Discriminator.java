package org.dcgan.gan;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.List;
import java.util.Map;

/**
 * A trained discriminator in evaluation mode: batch norm uses the running statistics, so a score depends only on its image.
 *
 * <p>Holds native memory until {@link #close()}. Thread-safe until then.
 */
public final class Discriminator implements AutoCloseable {
    private static final int SIDE = 28;

    private final NativeScope memory = new NativeScope();
    private final PtNDManager manager;
    private final TorchScript program;
    private final IValue weights;
    private final IValue statistics;

    /**
     * Loads a state dict.
     *
     * @param device where to compute, see {@link PyTorch#device}
     * @param stateDict the discriminator's, as in {@link GanState#discriminator}
     * @throws IllegalArgumentException if a tensor is missing, has another shape than the network's, or a number that is not
     *     finite, or if sums of its numbers can overflow
     */
    public Discriminator(Device device, Map<String, Tensor> stateDict) {
        Tensors.check(stateDict, Network.DISCRIMINATOR.shapes(0));
        try {
            manager = memory.own(PyTorch.manager(device));
            program = TorchScript.shared("Dcgan");
            weights = memory.own(Tensors.toEngine(manager, stateDict, Network.DISCRIMINATOR.weights(0)));
            statistics = memory.own(Tensors.toEngine(manager, stateDict, Network.DISCRIMINATOR.statistics()));
            Bounds.check(program, "discriminator_bounds", manager, 1, SIDE * SIDE, weights, statistics);
        } catch (RuntimeException | Error e) {
            memory.close();
            throw e;
        }
    }

    /**
     * The probability that each of N images is real.
     *
     * @param images N×28×28 in [−1, 1]
     */
    public float[] opinions(float[] images) {
        Shape shape = new Shape(images.length / (SIDE * SIDE), SIDE, SIDE);
        try (PtNDManager scope = (PtNDManager) manager.newSubManager();
                IValue x = IValue.from((PtNDArray) scope.create(images, shape))) {
            return program.tensors(scope, "opinions", List.of(x, weights, statistics))[0].toFloatArray();
        }
    }

    @Override
    public void close() {
        memory.close();
    }
}
