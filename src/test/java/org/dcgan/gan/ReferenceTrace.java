package org.dcgan.gan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Ten steps of the reference network in PyTorch, and the numbers they started from.
 *
 * <p>Each input number is {@code uniform(salt, i)}: SplitMix64 of (salt ≪ 32) + i, its top 24 bits over 2²⁴.
 */
final class ReferenceTrace {
    static final int LATENT_SIZE = 100;

    final JsonNode json;

    ReferenceTrace() {
        try (InputStream in = ReferenceTrace.class.getResourceAsStream("trace.json")) {
            json = new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The state before the first step: kernels from the trace's salts, batch-norm weights 1 and biases 0. */
    GanState initial() {
        GanState state = Dcgan.initial(LATENT_SIZE, 0);
        for (Map<String, Tensor> network : List.of(state.generator(), state.discriminator())) {
            network.replaceAll(
                    (name, tensor) -> isNorm(name, tensor) ? ones(tensor, name.endsWith("weight") ? 1 : 0) : tensor);
        }
        for (JsonNode kernel : json.get("tensors")) {
            String name = kernel.get("name").asText();
            Map<String, Tensor> network = name.startsWith("upsample") ? state.generator() : state.discriminator();
            long[] shape = network.get(name).shape();
            network.put(
                    name,
                    Tensor.of(
                            numbers(kernel.get("salt").asInt(), Tensor.count(shape), 0.02 * Math.sqrt(12), 0.5),
                            shape));
        }
        return state;
    }

    float[] images(int step, int count) {
        return numbers(1000 + step, count * 784, 2, 0.5);
    }

    float[] latents(int salt, int count) {
        return numbers(salt, count * LATENT_SIZE, Math.sqrt(12), 0.5);
    }

    static float uniform(long salt, int index) {
        long z = (salt << 32) + index + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return ((z ^ (z >>> 31)) >>> 40) / (float) (1 << 24);
    }

    private static float[] numbers(int salt, int count, double scale, double shift) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) scale * (uniform(salt, i) - (float) shift);
        }
        return values;
    }

    private static boolean isNorm(String name, Tensor tensor) {
        return tensor.shape().length == 1 && (name.endsWith("weight") || name.endsWith("bias"));
    }

    private static Tensor ones(Tensor like, float value) {
        float[] values = new float[like.count()];
        Arrays.fill(values, value);
        return Tensor.of(values, like.shape());
    }
}
