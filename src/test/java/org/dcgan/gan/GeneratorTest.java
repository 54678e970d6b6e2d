package org.dcgan.gan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.dcgan.random.KeyedRandom;
import org.dcgan.random.Purpose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Evaluation mode: a generator whose batch norms have all kinds of weights, biases and statistics. */
class GeneratorTest {
    private static final Latents LATENTS = new Latents(100);

    @Test
    void imagesAreThoseOfTheLastLayer() {
        float[] latents = LATENTS.first(11, 1);

        try (Generator generator = new Generator(Device.cpu(), stateDict())) {
            float[] images = generator.images(latents);

            assertThat(images).containsExactly(generator.layers(latents).get(4).floats(), within(1e-5f));
            assertThat(range(images)).isGreaterThan(0.2f);
        }
    }

    @Test
    void packedKernelsGiveTheSameImages() {
        float[] latents = LATENTS.first(5, 1);
        PtNDManager manager = PyTorch.manager(Device.cpu());

        try (Generator generator = new Generator(Device.cpu(), stateDict());
                TorchScript plain = TorchScript.load(manager, "dcgan.torchscript", "Dcgan");
                IValue weights = Tensors.toEngine(manager, stateDict(), Network.GENERATOR.weights(100));
                IValue statistics = Tensors.toEngine(manager, stateDict(), Network.GENERATOR.statistics());
                IValue low = IValue.from(false);
                IValue folded = plain.run("fold", List.of(weights, statistics, low));
                IValue z = IValue.from((PtNDArray) manager.create(latents, new Shape(5, 100)))) {
            PtNDArray[] images = plain.tensors(manager, "images", List.of(z, folded, low));

            assertThat(generator.images(latents)).containsExactly(images[0].toFloatArray(), within(1e-6f));
        } finally {
            manager.close();
        }
    }

    @Test
    void bfloat16FollowsFloat32() {
        float[] latents = LATENTS.first(4, 1);

        try (Generator generator = new Generator(Device.cpu(), stateDict(), Precision.BFLOAT16)) {
            float[] images = generator.images(latents);

            assertThat(images).containsExactly(generator.layers(latents).get(4).floats(), within(0.1f));
        }
    }

    @Test
    void anImageHasTheSameBitsInAnyCompany() {
        float[] latents = LATENTS.first(150, 1);

        for (Precision precision : Precision.values()) {
            try (Generator generator = new Generator(Device.cpu(), stateDict(), precision)) {
                float[] together = generator.images(latents);

                for (int image = 0; image < 150; image++) {
                    assertThat(generator.images(LATENTS.of(1, image)))
                            .as("image %d in %s", image, precision)
                            .isEqualTo(Arrays.copyOfRange(together, image * 784, (image + 1) * 784));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"''", "0", "0 256 4 4", "100 256 4", "100 256 4 5", "100 128 4 4"})
    void aFirstKernelOfAnotherShapeIsRefused(String numbers) {
        long[] shape = Arrays.stream(numbers.split(" "))
                .filter(number -> !number.isEmpty())
                .mapToLong(Long::parseLong)
                .toArray();
        Map<String, Tensor> stateDict = stateDict();
        stateDict.put(
                "upsample.0.weight",
                Tensor.of(new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)], shape));

        assertThatThrownBy(() -> new Generator(Device.cpu(), stateDict))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("tensor upsample.0.weight must be F32 of shape");
    }

    @ParameterizedTest
    @CsvSource({"upsample.0.weight", "upsample.1.bias", "upsample.4.running_mean", "upsample.7.running_var"})
    void rejectsANumberThatIsNotFinite(String name) {
        Map<String, Tensor> stateDict = stateDict();
        change(stateDict, name, 1, Float.NaN);

        assertThatThrownBy(() -> new Generator(Device.cpu(), stateDict))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("tensor " + name + " must have finite numbers.*, was NaN at \\[(0, 0, 0, )?1\\]");
    }

    @ParameterizedTest
    @CsvSource({
        "upsample.0.weight, 3e38, 1",
        "upsample.1.weight, 3e38, 1",
        "upsample.3.weight, 1e37, 2",
        "upsample.7.bias, 1e38, 3",
        "upsample.9.weight, 3e37, 4",
    })
    void rejectsNumbersWhoseSumsOverflow(String name, float number, int layer) {
        Map<String, Tensor> stateDict = stateDict();
        for (int position = 0; position < 64; position++) {
            change(stateDict, name, position, number);
        }

        assertThatThrownBy(() -> new Generator(Device.cpu(), stateDict))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("its weights are too large: sums in layer " + layer
                        + " must stay below 3.4e+37, and may reach ");
    }

    @Test
    void aDiscriminatorWhoseSumsOverflowIsRefused() {
        Map<String, Tensor> stateDict = Network.DISCRIMINATOR.initial(100, 7);
        change(stateDict, "main.3.weight", 2, 3e38f);

        assertThatThrownBy(() -> new Discriminator(Device.cpu(), stateDict))
                .hasMessageStartingWith("its weights are too large: sums in layer 2 must stay below 3.4e+37");
    }

    @Test
    void largeWeightsWhoseSumsAreNumbersAreNotRefused() {
        Map<String, Tensor> stateDict = stateDict();
        change(stateDict, "upsample.0.weight", 0, 1e10f);
        change(stateDict, "upsample.9.weight", 0, 1e10f);

        try (Generator generator = new Generator(Device.cpu(), stateDict)) {
            assertThat(generator.images(new float[generator.latentSize()])).doesNotContain(Float.NaN);
        }
    }

    @Test
    void saysWhereANumberIsNotFinite() {
        Map<String, Tensor> stateDict = stateDict();
        change(stateDict, "upsample.0.weight", ((7 * 256 + 5) * 4 + 3) * 4 + 2, Float.NEGATIVE_INFINITY);

        assertThatThrownBy(() -> new Generator(Device.cpu(), stateDict))
                .hasMessage("tensor upsample.0.weight must have finite numbers, was -Infinity at [7, 5, 3, 2]");
    }

    @Test
    void rejectsANegativeVariance() {
        Map<String, Tensor> stateDict = Network.DISCRIMINATOR.initial(100, 7);
        change(stateDict, "main.3.running_var", 2, -1e-6f);

        assertThatThrownBy(() -> new Discriminator(Device.cpu(), stateDict))
                .hasMessage("tensor main.3.running_var must have finite numbers from 0, was -1.0E-6 at [2]");
    }

    @Test
    void opinionsAreThoseOfPlainMathematics() {
        Map<String, Tensor> stateDict = Network.DISCRIMINATOR.initial(100, 7);
        float[] black = new float[784];
        Arrays.fill(black, -1);

        try (Discriminator discriminator = new Discriminator(Device.cpu(), stateDict)) {
            float[] opinions = discriminator.opinions(black);

            assertThat(opinions).hasSize(1);
            assertThat((double) opinions[0]).isCloseTo(PlainDiscriminator.opinion(stateDict, black), within(1e-5));
        }
    }

    @Test
    void anOpinionDoesNotDependOnTheOtherImages() {
        float[] images = new KeyedRandom(3, Purpose.SAMPLES, 0).gaussians(5 * 784, 0, 0.5);

        try (Discriminator discriminator = new Discriminator(Device.cpu(), Network.DISCRIMINATOR.initial(100, 7))) {
            float[] opinions = discriminator.opinions(images);

            float[] alone = discriminator.opinions(Arrays.copyOfRange(images, 2 * 784, 3 * 784));
            assertThat(opinions[2]).isCloseTo(alone[0], within(1e-6f));
        }
    }

    private static void change(Map<String, Tensor> stateDict, String name, int position, float number) {
        float[] numbers = stateDict.get(name).floats();
        numbers[position] = number;
        stateDict.put(name, Tensor.of(numbers, stateDict.get(name).shape()));
    }

    /** From the darkest to the lightest: an all grey image would agree with any other. */
    private static float range(float[] values) {
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length - 1] - sorted[0];
    }

    private static Map<String, Tensor> stateDict() {
        Map<String, Tensor> stateDict = Network.GENERATOR.initial(100, 7);
        stateDict.replaceAll((name, tensor) -> {
            KeyedRandom random = new KeyedRandom(9, Purpose.GENERATOR_WEIGHTS, name.hashCode());
            if (name.endsWith("running_mean") || name.endsWith("bias")) {
                return Tensor.of(random.gaussians(tensor.count(), 0, 0.1), tensor.shape());
            }
            if (name.endsWith("running_var")) {
                float[] variances = random.gaussians(tensor.count(), 0, 1);
                for (int i = 0; i < variances.length; i++) {
                    variances[i] = 0.05f + variances[i] * variances[i] / 10;
                }
                return Tensor.of(variances, tensor.shape());
            }
            return tensor;
        });
        return stateDict;
    }
}
