package org.dcgan.judge;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.dcgan.gan.Tensor;
import org.dcgan.random.KeyedRandom;
import org.dcgan.random.Purpose;

/**
 * The classifier by the names and shapes of its PyTorch state dict: one sequence of three convolutions of stride 2 and two linear
 * layers, with ReLU between them. The computation is in {@code judge.torchscript}.
 */
final class Layers {
    /** Number of features per image: the output size of the layer before the last. */
    static final int FEATURES = 64;

    /** The last layer's weight, with one row per class. */
    static final String LAST = "9.weight";

    private Layers() {}

    /** The trained tensors; name → shape. */
    static Map<String, long[]> weights(long classes) {
        Map<String, long[]> weights = new LinkedHashMap<>();
        weights.put("0.weight", shape(16, 1, 5, 5)); // 1×28×28 → 16×14×14
        weights.put("0.bias", shape(16));
        weights.put("2.weight", shape(32, 16, 3, 3)); // 16×14×14 → 32×7×7
        weights.put("2.bias", shape(32));
        weights.put("4.weight", shape(32, 32, 3, 3)); // 32×7×7 → 32×4×4
        weights.put("4.bias", shape(32));
        weights.put("7.weight", shape(FEATURES, 32 * 4 * 4));
        weights.put("7.bias", shape(FEATURES));
        weights.put(LAST, shape(classes, FEATURES));
        weights.put("9.bias", shape(classes));
        return weights;
    }

    /** The state dict before the first step: weights N(0, 2 / inputs) (He et al. 2015), biases 0. */
    static Map<String, Tensor> initial(long classes, long seed) {
        Map<String, Tensor> state = new LinkedHashMap<>();
        weights(classes).forEach((name, shape) -> {
            KeyedRandom random = new KeyedRandom(seed, Purpose.JUDGE_WEIGHTS, state.size());
            int count = (int) LongStream.of(shape).reduce(1, (product, side) -> product * side);
            float[] values = name.endsWith("bias")
                    ? new float[count]
                    : random.gaussians(count, 0, Math.sqrt(2.0 * shape[0] / count));
            state.put(name, Tensor.of(values, shape));
        });
        return state;
    }

    private static long[] shape(long... dimensions) {
        return dimensions;
    }
}
