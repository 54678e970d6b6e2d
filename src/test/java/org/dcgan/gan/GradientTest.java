package org.dcgan.gan;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.dcgan.random.KeyedRandom;
import org.dcgan.random.Purpose;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every hand-written gradient against autograd's, from one state. */
class GradientTest {
    private static final int COUNT = 16;
    private static final int LATENT_SIZE = 100;

    private final PtNDManager manager = PyTorch.manager(Device.cpu());
    private final TorchScript program = TorchScript.load(manager, "dcgan.torchscript", "Dcgan");
    private final PtSymbolBlock plain = plain();
    private final GanState state = Dcgan.initial(LATENT_SIZE, 3);

    @AfterEach
    void close() {
        program.close();
        plain.close();
        manager.close();
    }

    @Test
    void everyGradientOfADiscriminatorStepIsAutograds() {
        PtNDArray real = gaussians(Purpose.SHUFFLE, COUNT, 28, 28);
        PtNDArray fake = gaussians(Purpose.SAMPLES, COUNT, 28, 28);
        PtNDArray[] weights = weights(Network.DISCRIMINATOR, state.discriminator());

        IValue[] results = program.run(
                        "discriminator_gradients",
                        List.of(
                                IValue.from(real),
                                IValue.from(fake),
                                program.run("pack_discriminator", List.of(IValue.listFrom(weights))),
                                IValue.listFrom(statistics(Network.DISCRIMINATOR, state.discriminator())),
                                IValue.from(1.0),
                                IValue.from(false)))
                .toIValueTuple();

        assertSameGradients(
                program.tensors(manager, "unpack_discriminator", List.of(results[3])),
                autograd(
                        "discriminator_loss",
                        weights,
                        List.of(
                                new Named("", real),
                                new Named("", fake),
                                new Named("w[]", weights),
                                new Named("s[]", statistics(Network.DISCRIMINATOR, state.discriminator())))));
    }

    @Test
    void everyGradientOfAGeneratorStepIsAutograds() {
        PtNDArray latents = gaussians(Purpose.GENERATOR_LATENTS, COUNT, LATENT_SIZE);
        PtNDArray[] weights = weights(Network.GENERATOR, state.generator());
        PtNDArray[] judge = weights(Network.DISCRIMINATOR, state.discriminator());

        IValue[] results = program.run(
                        "generator_gradients",
                        List.of(
                                IValue.from(latents),
                                program.run("pack_generator", List.of(IValue.listFrom(weights))),
                                IValue.listFrom(statistics(Network.GENERATOR, state.generator())),
                                program.run("pack_discriminator", List.of(IValue.listFrom(judge))),
                                IValue.listFrom(statistics(Network.DISCRIMINATOR, state.discriminator())),
                                IValue.from(1.0),
                                IValue.from(false)))
                .toIValueTuple();

        assertSameGradients(
                program.tensors(manager, "unpack_generator", List.of(results[1])),
                autograd(
                        "generator_loss",
                        weights,
                        List.of(
                                new Named("", latents),
                                new Named("w[]", weights),
                                new Named("s[]", statistics(Network.GENERATOR, state.generator())),
                                new Named("d[]", judge),
                                new Named("t[]", statistics(Network.DISCRIMINATOR, state.discriminator())))));
    }

    /** Arguments of a method; several tensors of one name ending in [] make a list. */
    private record Named(String name, PtNDArray... tensors) {}

    private List<PtNDArray> autograd(String method, PtNDArray[] weights, List<Named> arguments) {
        NDList inputs = new NDList(manager.create(0f));
        inputs.get(0).setName("module_method:" + method);
        for (Named argument : arguments) {
            for (PtNDArray tensor : argument.tensors()) {
                tensor.setName(argument.name().isEmpty() ? null : argument.name());
                inputs.add(tensor);
            }
        }
        JniUtils.setGradMode(true);
        try {
            for (PtNDArray weight : weights) {
                weight.setRequiresGradient(true);
            }
            PtNDArray loss =
                    (PtNDArray) IValueUtils.forward(plain, inputs, true).singletonOrThrow();
            JniUtils.backward(loss, (PtNDArray) manager.create(1f), false, false);
            List<PtNDArray> gradients = new ArrayList<>();
            for (PtNDArray weight : weights) {
                gradients.add(JniUtils.getGradient(weight));
            }
            return gradients;
        } finally {
            JniUtils.setGradMode(false);
        }
    }

    private static void assertSameGradients(PtNDArray[] handWritten, List<PtNDArray> autograd) {
        assertThat(handWritten).hasSameSizeAs(autograd);
        for (int i = 0; i < handWritten.length; i++) {
            float[] expected = autograd.get(i).toFloatArray();
            float[] actual = handWritten[i].toFloatArray();
            double difference = norm(j -> actual[j] - expected[j], expected.length);
            assertThat(difference / norm(j -> expected[j], expected.length))
                    .as("relative error of gradient %d", i)
                    .isLessThan(1e-5);
        }
    }

    private static double norm(IntToDoubleFunction values, int count) {
        return Math.sqrt(
                IntStream.range(0, count).mapToDouble(values).map(v -> v * v).sum());
    }

    private PtNDArray gaussians(Purpose purpose, long... shape) {
        float[] values = new KeyedRandom(5, purpose, 0).gaussians(Tensor.count(shape), 0, 1);
        return (PtNDArray) manager.create(values, new Shape(shape));
    }

    private PtNDArray[] weights(Network network, Map<String, Tensor> stateDict) {
        return tensors(network.weights(LATENT_SIZE), stateDict);
    }

    private PtNDArray[] statistics(Network network, Map<String, Tensor> stateDict) {
        return tensors(network.statistics(), stateDict);
    }

    private PtNDArray[] tensors(Map<String, long[]> shapes, Map<String, Tensor> stateDict) {
        return shapes.entrySet().stream()
                .map(entry -> Tensors.toEngine(manager, stateDict, entry.getKey(), entry.getValue()))
                .toArray(PtNDArray[]::new);
    }

    private PtSymbolBlock plain() {
        try (InputStream source = GradientTest.class.getResourceAsStream("plain.torchscript")) {
            byte[] archive = TorchScript.archive(source.readAllBytes(), "Plain");
            return JniUtils.loadModule(manager, new ByteArrayInputStream(archive), false, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
