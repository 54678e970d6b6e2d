package org.dcgan.gan;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import com.sun.jna.Platform;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.dcgan.random.KeyedRandom;
import org.dcgan.random.Purpose;

/**
 * A trained generator in evaluation mode: batch norm uses the running statistics, so an image depends only on its latent.
 *
 * <p>Holds native memory until {@link #close()}. Thread-safe until then.
 */
public final class Generator implements AutoCloseable {
    private static final int LARGEST_BATCH = 64;
    private static final int PIXELS = 28 * 28;
    /** Normal numbers stay below 10; sums of latents are larger. */
    private static final float LARGEST_LATENT = 10_000;

    /** The sizes, ascending from 1, of batches in which each image has the same bits as alone, found by {@link #proveBatchSizes}. */
    private static final Map<Shapes, List<Integer>> BATCH_SIZES = new ConcurrentHashMap<>();

    private final int latentSize;
    private final Precision precision;
    private final NativeScope memory = new NativeScope();
    private final PtNDManager manager;
    private final TorchScript program;
    private final IValue weights;
    private final IValue statistics;
    private final IValue low;
    private final IValue folded;

    /** The properties by which the engine chooses its routines. */
    private record Shapes(Device device, int latentSize, Precision precision, int threads) {}

    /**
     * Loads a state dict, to compute in single precision.
     *
     * @param device where to compute, see {@link PyTorch#device}
     * @param stateDict the generator's, as in {@link GanState#generator}
     * @throws IllegalArgumentException if a tensor is missing, has another shape than the network's, or a number that is not
     *     finite, or if sums of its numbers can overflow
     */
    public Generator(Device device, Map<String, Tensor> stateDict) {
        this(device, stateDict, Precision.FLOAT32);
    }

    /**
     * Loads a state dict.
     *
     * @param device where to compute, see {@link PyTorch#device}
     * @param stateDict the generator's, as in {@link GanState#generator}
     * @param precision what {@link #images} computes in
     * @throws IllegalArgumentException if a tensor is missing, has another shape than the network's, or a number that is not
     *     finite, or if sums of its numbers can overflow
     */
    public Generator(Device device, Map<String, Tensor> stateDict, Precision precision) {
        this.precision = precision;
        latentSize = latentSize(Tensors.find(stateDict, "upsample.0.weight"));
        Tensors.check(stateDict, Network.GENERATOR.shapes(latentSize));
        try {
            manager = memory.own(PyTorch.manager(device));
            program = TorchScript.shared(classes(device));
            weights = memory.own(Tensors.toEngine(manager, stateDict, Network.GENERATOR.weights(latentSize)));
            statistics = memory.own(Tensors.toEngine(manager, stateDict, Network.GENERATOR.statistics()));
            Bounds.check(program, "generator_bounds", manager, LARGEST_LATENT, latentSize, weights, statistics);
            low = memory.own(IValue.from(precision == Precision.BFLOAT16));
            folded = memory.own(program.run("fold", List.of(weights, statistics, low)));
            batchSizes(); // checked before the first image is requested
        } catch (RuntimeException | Error e) {
            memory.close();
            throw e;
        }
    }

    /** The first kernel has a row for each number of a latent; at least one, or it is refused for its shape. */
    private static int latentSize(Tensor firstKernel) {
        return Math.max(1, firstKernel.rows());
    }

    /**
     * The engine for x86 has oneDNN's own operators, which read its order of a kernel; that for macOS on ARM does not even load a
     * program that names them.
     */
    private static String[] classes(Device device) {
        return Platform.isIntel() && !device.isGpu()
                ? new String[] {"PackedGenerator", "Dcgan"}
                : new String[] {"Dcgan"};
    }

    /** How many numbers a latent has, L. */
    public int latentSize() {
        return latentSize;
    }

    /**
     * The images of N latents, N×28×28 in [−1, 1]. The image of a latent is the same to the bit, whichever latents come with it, if
     * the number of threads is the same.
     *
     * @param latents N×L standard normal numbers
     */
    public float[] images(float[] latents) {
        return images(latents, batchSizes());
    }

    private List<Integer> batchSizes() {
        Shapes shapes = new Shapes(manager.getDevice(), latentSize, precision, PyTorch.threads());
        return BATCH_SIZES.computeIfAbsent(shapes, unknown -> proveBatchSizes());
    }

    /**
     * Which sizes do is the engine's affair: another may take another routine, which sums in another order, and a grey would fall
     * to its other side.
     */
    private List<Integer> proveBatchSizes() {
        float[] latents = new KeyedRandom(0, Purpose.SAMPLES, 0).gaussians(LARGEST_BATCH * latentSize, 0, 1);
        float[] alone = images(latents, List.of(1));
        return IntStream.rangeClosed(1, LARGEST_BATCH)
                .filter(size -> size % 8 == 0 || Integer.bitCount(size) == 1)
                .filter(size -> size == 1 || Arrays.equals(images(latents, List.of(size)), alone))
                .boxed()
                .toList();
    }

    /** A batch is of the smallest size that holds all that are left, filled up with zeros, or else of the largest. */
    private float[] images(float[] latents, List<Integer> sizes) {
        int count = latents.length / latentSize;
        FloatBuffer images = FloatBuffer.allocate(count * PIXELS);
        for (int from = 0; from < count; ) {
            int left = count - from;
            int size = sizes.stream().filter(s -> s >= left).findFirst().orElse(sizes.get(sizes.size() - 1));
            float[] batch = batch(Arrays.copyOfRange(latents, from * latentSize, (from + size) * latentSize), size);
            images.put(batch, 0, Math.min(size, left) * PIXELS);
            from += size;
        }
        return images.array();
    }

    private float[] batch(float[] latents, int size) {
        try (PtNDManager scope = (PtNDManager) manager.newSubManager();
                IValue z = IValue.from((PtNDArray) scope.create(latents, new Shape(size, latentSize)))) {
            return program.tensors(scope, "images", List.of(z, folded, low))[0].toFloatArray();
        }
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
        memory.close();
    }
}
