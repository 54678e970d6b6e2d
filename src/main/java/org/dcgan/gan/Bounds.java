package org.dcgan.gan;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Checks that no sum within a network can overflow: finite weights can have infinite sums, which an activation can turn into outputs
 * that look valid.
 */
public final class Bounds {
    /** A tenth of the largest number in single precision, because the bounds are rounded themselves. */
    private static final float MOST = Float.MAX_VALUE / 10;

    private Bounds() {}

    /**
     * Checks a network.
     *
     * @param program has the method
     * @param method takes an input and the weights, and returns the bounds of each layer in turn for inputs that are no larger
     * @param manager owns the input
     * @param largest absolute number of an input
     * @param inputs how many numbers an input has
     * @param weights the other arguments of the method
     * @throws IllegalArgumentException if a sum can overflow; names the layer
     */
    public static void check(
            TorchScript program, String method, PtNDManager manager, float largest, int inputs, IValue... weights) {
        float[] input = new float[inputs];
        Arrays.fill(input, largest);
        try (PtNDManager scope = (PtNDManager) manager.newSubManager();
                IValue x = IValue.from((PtNDArray) scope.create(input, new Shape(1, inputs)))) {
            List<IValue> arguments = new ArrayList<>(List.of(x));
            arguments.addAll(List.of(weights));
            PtNDArray[] layers = program.tensors(scope, method, arguments);
            for (int layer = 0; layer < layers.length; layer++) {
                for (float bound : layers[layer].toFloatArray()) {
                    requireFinite(layer + 1, bound);
                }
            }
        }
    }

    private static void requireFinite(int layer, float bound) {
        if (!(bound <= MOST)) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "its weights are too large: sums in layer %d must stay below %.1e, and may reach %s",
                    layer,
                    MOST,
                    Float.isFinite(bound)
                            ? String.format(Locale.ROOT, "%.1e", bound)
                            : "more than single precision has"));
        }
    }
}
