package org.dcgan.gan;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dcgan.random.KeyedRandom;
import org.dcgan.random.Purpose;

/**
 * The notebook's two networks by the names and shapes of their PyTorch state dicts.
 *
 * <p>Each is one sequence of 4×4 convolutions without bias, with batch norm after the inner ones. The computation is in {@code
 * dcgan.torchscript}.
 */
public enum Network {
    /** Latents N×L×1×1 → images N×1×28×28; notebook class {@code Generator}. */
    GENERATOR("generator", Purpose.GENERATOR_WEIGHTS, 2) {
        @Override
        Map<String, long[]> kernels(long latentSize) {
            return ordered(
                    "upsample.0.weight", shape(latentSize, 256, 4, 4), // L×1×1 → 256×4×4
                    "upsample.3.weight", shape(256, 128, 4, 4), // 256×4×4 → 128×8×8
                    "upsample.6.weight", shape(128, 64, 4, 4), // 128×8×8 → 64×16×16
                    "upsample.9.weight", shape(64, 1, 4, 4)); // 64×16×16 → 1×28×28
        }

        @Override
        Map<String, long[]> norms() {
            return ordered("upsample.1", shape(256), "upsample.4", shape(128), "upsample.7", shape(64));
        }
    },
    /** Images N×1×28×28 → the probability that each is real, N; notebook class {@code Discriminator}. */
    DISCRIMINATOR("discriminator", Purpose.DISCRIMINATOR_WEIGHTS, 3) {
        @Override
        Map<String, long[]> kernels(long latentSize) {
            return ordered(
                    "main.0.weight", shape(64, 1, 4, 4), // 1×28×28 → 64×16×16
                    "main.2.weight", shape(128, 64, 4, 4), // 64×16×16 → 128×8×8
                    "main.5.weight", shape(256, 128, 4, 4), // 128×8×8 → 256×4×4
                    "main.8.weight", shape(1, 256, 4, 4)); // 256×4×4 → 1
        }

        @Override
        Map<String, long[]> norms() {
            return ordered("main.3", shape(128), "main.6", shape(256));
        }
    };

    private final String label;
    private final Purpose purpose;
    private final int batchesAStep;

    Network(String label, Purpose purpose, int batchesAStep) {
        this.label = label;
        this.purpose = purpose;
        this.batchesAStep = batchesAStep;
    }

    /** Its name in file names, metrics and the program. */
    public String label() {
        return label;
    }

    /** How often a training step runs it forward: PyTorch's batch norms count these batches. */
    int batchesAStep() {
        return batchesAStep;
    }

    /** The trained tensors: the kernels first, then weight and bias of each batch norm; name → shape. */
    public Map<String, long[]> weights(long latentSize) {
        Map<String, long[]> weights = kernels(latentSize);
        norms().forEach((norm, shape) -> {
            weights.put(norm + ".weight", shape);
            weights.put(norm + ".bias", shape);
        });
        return weights;
    }

    /** Running mean and variance of each batch norm; name → shape. */
    public Map<String, long[]> statistics() {
        Map<String, long[]> statistics = new LinkedHashMap<>();
        norms().forEach((norm, shape) -> {
            statistics.put(norm + ".running_mean", shape);
            statistics.put(norm + ".running_var", shape);
        });
        return statistics;
    }

    /** Everything that an image depends on: {@link #weights} and {@link #statistics}; name → shape. */
    public Map<String, long[]> shapes(long latentSize) {
        Map<String, long[]> shapes = weights(latentSize);
        shapes.putAll(statistics());
        return shapes;
    }

    /** PyTorch's counts of the batches that each batch norm has seen in training. */
    public List<String> counters() {
        return norms().keySet().stream()
                .map(norm -> norm + ".num_batches_tracked")
                .toList();
    }

    /**
     * The state dict before the first step: kernels N(0, 0.02²), batch-norm weights N(1, 0.01²) and biases 0 (the notebook's
     * {@code weights_init}), running means 0 and variances 1.
     */
    public Map<String, Tensor> initial(long latentSize, long seed) {
        Map<String, Tensor> state = new LinkedHashMap<>();
        weights(latentSize).forEach((name, shape) -> {
            KeyedRandom random = new KeyedRandom(seed, purpose, state.size());
            state.put(name, Tensor.of(initial(name, shape, random), shape));
        });
        statistics()
                .forEach((name, shape) ->
                        state.put(name, Tensor.of(constant(shape, name.endsWith("var") ? 1 : 0), shape)));
        counters().forEach(name -> state.put(name, Tensor.of(0)));
        return state;
    }

    private static float[] initial(String name, long[] shape, KeyedRandom random) {
        if (name.endsWith("bias")) {
            return constant(shape, 0);
        }
        boolean kernel = shape.length == 4;
        return random.gaussians(Tensor.count(shape), kernel ? 0 : 1, kernel ? 0.02 : 0.01);
    }

    private static float[] constant(long[] shape, float value) {
        float[] values = new float[Tensor.count(shape)];
        Arrays.fill(values, value);
        return values;
    }

    /** Convolution kernels by name. */
    abstract Map<String, long[]> kernels(long latentSize);

    /** Channels of each batch norm by its place in the sequence. */
    abstract Map<String, long[]> norms();

    private static long[] shape(long... dimensions) {
        return dimensions;
    }

    private static Map<String, long[]> ordered(Object... namesAndShapes) {
        Map<String, long[]> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndShapes.length; i += 2) {
            map.put((String) namesAndShapes[i], (long[]) namesAndShapes[i + 1]);
        }
        return map;
    }
}
