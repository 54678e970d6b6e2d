package org.dcgan.gan;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A generator and a discriminator in training, with their optimisers.
 *
 * <p>The method is DCGAN (Radford, Metz, Chintala 2016) as in the notebook; the computation is in
 * {@code dcgan.torchscript}. Not thread-safe. The networks live in native memory until {@link #close()}.
 */
public final class Dcgan implements AutoCloseable {
    private static final int SIDE = 28;
    private static final List<String> MOMENTS = List.of("exp_avg.", Tensors.SQUARES);
    private static final String STEP = "step";

    private final int latentSize;
    private final NativeScope memory = new NativeScope();
    private final PtNDManager manager;
    private final TorchScript program;
    private final IValue generator;
    private final IValue discriminator;
    private final List<IValue> hyperparameters;
    private final Optional<Average> average;
    private final DirectFloats images = new DirectFloats();
    private final DirectFloats discriminatorLatents = new DirectFloats();
    private final DirectFloats generatorLatents = new DirectFloats();

    /**
     * Continues from a state. Must be called on the thread that trains, which then uses all processors.
     *
     * @param device where to compute, see {@link PyTorch#device}
     * @param hyperparameters what to train with
     * @param state of networks of this latent size, see {@link #initial}
     * @throws IllegalArgumentException if a tensor of the state is missing, has another shape than the network's, or a number
     *     that is not finite
     */
    public Dcgan(Device device, Hyperparameters hyperparameters, GanState state) {
        this.latentSize = hyperparameters.latentSize();
        check(state, hyperparameters.emaDecay().isPresent());
        PyTorch.useAllProcessors();
        try {
            this.manager = memory.own(PyTorch.manager(device));
            this.program = memory.own(TorchScript.load(manager, "dcgan.torchscript", "Dcgan"));
            this.generator = memory.own(load(Network.GENERATOR, state.generator(), state.optimizers()));
            this.discriminator = memory.own(load(Network.DISCRIMINATOR, state.discriminator(), state.optimizers()));
            this.hyperparameters = List.of(
                    memory.own(IValue.from(hyperparameters.realLabel())),
                    memory.own(IValue.from(hyperparameters.learningRate())),
                    memory.own(IValue.from(hyperparameters.beta1())),
                    memory.own(IValue.from(hyperparameters.beta2())),
                    memory.own(IValue.from(hyperparameters.precision() == Precision.BFLOAT16)));
            this.average = hyperparameters.emaDecay().stream()
                    .mapToObj(decay -> memory.own(average(decay, state)))
                    .findFirst();
        } catch (RuntimeException | Error e) {
            memory.close();
            throw e;
        }
    }

    private void check(GanState state, boolean averages) {
        Tensors.check(state.generator(), Network.GENERATOR.shapes(latentSize));
        Tensors.check(state.discriminator(), Network.DISCRIMINATOR.shapes(latentSize));
        for (Network network : Network.values()) {
            Map<String, long[]> moments = new LinkedHashMap<>();
            network.weights(latentSize)
                    .forEach((name, shape) -> MOMENTS.forEach(moment -> moments.put(moment + name, shape)));
            Tensors.check(state.optimizers(), moments);
        }
        Tensors.count(state.optimizers(), STEP);
        if (averages && !state.averaged().isEmpty()) {
            Tensors.check(state.averaged(), Network.GENERATOR.shapes(latentSize));
        }
    }

    /** The state before the first step: {@link Network#initial} weights, both optimisers' moments 0. */
    public static GanState initial(int latentSize, long seed) {
        Map<String, Tensor> optimizers = new LinkedHashMap<>();
        for (Network network : Network.values()) {
            for (String moment : MOMENTS) {
                network.weights(latentSize)
                        .forEach((name, shape) ->
                                optimizers.put(moment + name, Tensor.of(new float[Tensor.count(shape)], shape)));
            }
        }
        optimizers.put(STEP, Tensor.of(0));
        return new GanState(
                Network.GENERATOR.initial(latentSize, seed),
                Network.DISCRIMINATOR.initial(latentSize, seed),
                optimizers,
                Map.of());
    }

    /**
     * Trains both networks on one batch.
     *
     * @param real N×28×28 real images in [−1, 1]
     * @param zD N×L standard normal numbers, the latents of the discriminator's step
     * @param zG N×L standard normal numbers, the latents of the generator's step
     */
    public Step step(float[] real, float[] zD, float[] zG) {
        int count = real.length / (SIDE * SIDE);
        try (PtNDManager scope = (PtNDManager) manager.newSubManager();
                IValue x = images.tensor(scope, real, count, SIDE, SIDE);
                IValue discriminatorInput = discriminatorLatents.tensor(scope, zD, count, latentSize);
                IValue generatorInput = generatorLatents.tensor(scope, zG, count, latentSize)) {
            List<IValue> arguments =
                    new ArrayList<>(List.of(x, discriminatorInput, generatorInput, generator, discriminator));
            arguments.addAll(hyperparameters);
            PtNDArray[] results = program.tensors(scope, "step", arguments);
            average.ifPresent(this::move);
            float[] numbers = results[0].toFloatArray();
            return new Step(numbers[0], numbers[1], numbers[2], numbers[3], results[1].toFloatArray());
        }
    }

    /** A copy of everything that the next step depends on. */
    public GanState state() {
        Map<String, Tensor> optimizers = new LinkedHashMap<>();
        Map<String, Tensor> trained = save(Network.GENERATOR, generator, optimizers);
        return new GanState(
                trained,
                save(Network.DISCRIMINATOR, discriminator, optimizers),
                optimizers,
                average.map(kept -> save(kept, trained)).orElse(Map.of()));
    }

    @Override
    public void close() {
        memory.close();
    }

    private IValue load(Network network, Map<String, Tensor> stateDict, Map<String, Tensor> optimizers) {
        Map<String, long[]> weights = network.weights(latentSize);
        try (PtNDManager scope = (PtNDManager) manager.newSubManager()) {
            List<PtNDArray> tensors = new ArrayList<>();
            weights.forEach((name, shape) -> tensors.add(Tensors.toEngine(scope, stateDict, name, shape)));
            network.statistics().forEach((name, shape) -> tensors.add(Tensors.toEngine(scope, stateDict, name, shape)));
            for (String moment : MOMENTS) {
                weights.forEach(
                        (name, shape) -> tensors.add(Tensors.toEngine(scope, optimizers, moment + name, shape)));
            }
            tensors.add((PtNDArray) scope.create((float) Tensors.count(optimizers, STEP)));
            try (IValue list = IValue.listFrom(tensors.toArray(PtNDArray[]::new))) {
                return program.run(network.label(), List.of(list));
            }
        }
    }

    /** Adds the network's optimiser to {@code optimizers} and returns its state dict. */
    private Map<String, Tensor> save(Network network, IValue trained, Map<String, Tensor> optimizers) {
        Map<String, long[]> weights = network.weights(latentSize);
        Map<String, Tensor> stateDict = new LinkedHashMap<>();
        try (PtNDManager scope = (PtNDManager) manager.newSubManager()) {
            Iterator<PtNDArray> tensors = List.of(program.tensors(scope, network.label() + "_state", List.of(trained)))
                    .iterator();
            weights.forEach((name, shape) -> stateDict.put(name, Tensors.fromEngine(tensors.next(), shape)));
            network.statistics()
                    .forEach((name, shape) -> stateDict.put(name, Tensors.fromEngine(tensors.next(), shape)));
            for (String moment : MOMENTS) {
                weights.forEach(
                        (name, shape) -> optimizers.put(moment + name, Tensors.fromEngine(tensors.next(), shape)));
            }
            long steps = (long) tensors.next().getFloat();
            optimizers.put(STEP, Tensor.of(steps));
            network.counters().forEach(name -> stateDict.put(name, Tensor.of(steps * network.batchesAStep())));
        }
        return stateDict;
    }

    /** The generator's averaged weights and statistics, and their decay. */
    private record Average(IValue tensors, IValue decay) implements AutoCloseable {
        @Override
        public void close() {
            tensors.close();
            decay.close();
        }
    }

    private Average average(double decay, GanState state) {
        Map<String, Tensor> stateDict = state.averaged().isEmpty() ? state.generator() : state.averaged();
        try (PtNDManager scope = (PtNDManager) manager.newSubManager();
                IValue list = Tensors.toEngine(scope, stateDict, Network.GENERATOR.shapes(latentSize))) {
            return new Average(program.run("average", List.of(list)), IValue.from(decay));
        }
    }

    private void move(Average average) {
        program.run("move_average", List.of(average.tensors(), generator, average.decay()))
                .close();
    }

    /** The average's state dict; its counts of batches are those of the trained generator. */
    private Map<String, Tensor> save(Average average, Map<String, Tensor> trained) {
        Map<String, Tensor> stateDict = new LinkedHashMap<>();
        try (PtNDManager scope = (PtNDManager) manager.newSubManager()) {
            Iterator<PtNDArray> tensors = List.of(program.tensors(scope, "average_state", List.of(average.tensors())))
                    .iterator();
            Network.GENERATOR
                    .shapes(latentSize)
                    .forEach((name, shape) -> stateDict.put(name, Tensors.fromEngine(tensors.next(), shape)));
        }
        Network.GENERATOR.counters().forEach(name -> stateDict.put(name, trained.get(name)));
        return stateDict;
    }

    /** One of the step's inputs, in direct memory that every step uses again and that the engine reads in place. */
    private static final class DirectFloats {
        private ByteBuffer buffer = ByteBuffer.allocateDirect(0);

        IValue tensor(PtNDManager scope, float[] values, long... shape) {
            int size = values.length * Float.BYTES;
            if (buffer.capacity() < size) {
                buffer = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
            }
            buffer.clear().limit(size);
            buffer.asFloatBuffer().put(values);
            return IValue.from(scope.create(buffer, new Shape(shape), DataType.FLOAT32));
        }
    }
}
