package org.dcgan.gan;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A trained generator in evaluation mode: batch norm uses the running statistics, so an image depends on its latent alone.
 *
 * <p>Lives in native memory until {@link #close()}.
 */
public final class Generator implements AutoCloseable {
    private final int latentSize;
    private final PtNDManager manager;
    private final TorchScript program;
    private final IValue weights;
    private final IValue statistics;

    /**
     * Loads a state dict.
     *
     * @param device where to compute, see {@link PyTorch#device}
     * @param stateDict the generator's, as in {@link GanState#generator}
     * @throws IllegalArgumentException if a tensor is missing or has another shape than the network's
     */
    public Generator(Device device, Map<String, Tensor> stateDict) {
        latentSize =
                Math.toIntExact(Tensors.find(stateDict, "upsample.0.weight").shape()[0]);
        manager = PyTorch.manager(device);
        program = TorchScript.load(manager, "dcgan.torchscript", "Dcgan");
        weights = load(stateDict, Network.GENERATOR.weights(latentSize));
        statistics = load(stateDict, Network.GENERATOR.statistics());
    }

    /** How many numbers a latent has, L. */
    public int latentSize() {
        return latentSize;
    }

    /**
     * What each stage makes of N latents, as the notebook looks inside the generator: the latents N×L×1×1, after each ReLU
     * N×256×4×4, N×128×8×8, N×64×16×16, and after the Tanh the images N×1×28×28 in [−1, 1].
     *
     * @param latents N×L standard normal numbers
     */
    public List<Tensor> layers(float[] latents) {
        int count = latents.length / latentSize;
        try (PtNDManager scope = (PtNDManager) manager.newSubManager();
                IValue z = IValue.from((PtNDArray) scope.create(latents, new Shape(count, latentSize)))) {
            List<Tensor> layers = new ArrayList<>();
            for (PtNDArray layer : program.tensors(scope, "layers", List.of(z, weights, statistics))) {
                layers.add(Tensors.fromEngine(layer, layer.getShape().getShape()));
            }
            return layers;
        }
    }

    @Override
    public void close() {
        weights.close();
        statistics.close();
        program.close();
        manager.close();
    }

    private IValue load(Map<String, Tensor> stateDict, Map<String, long[]> shapes) {
        List<PtNDArray> tensors = new ArrayList<>();
        shapes.forEach((name, shape) -> tensors.add(Tensors.toEngine(manager, stateDict, name, shape)));
        return IValue.listFrom(tensors.toArray(PtNDArray[]::new));
    }
}
