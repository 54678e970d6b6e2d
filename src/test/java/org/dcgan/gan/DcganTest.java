package org.dcgan.gan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.dcgan.random.KeyedRandom;
import org.dcgan.random.Purpose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DcganTest {
    private static final Hyperparameters NOTEBOOK =
            new Hyperparameters(100, 2e-4, 0.5, 0.999, 1, Precision.FLOAT32, OptionalDouble.empty());
    private static final Hyperparameters AVERAGING =
            new Hyperparameters(100, 2e-4, 0.5, 0.999, 1, Precision.FLOAT32, OptionalDouble.of(0.2));
    private static final Percentage ONE_PERCENT = Percentage.withPercentage(1);

    private static final ReferenceTrace TRACE = new ReferenceTrace();
    private static Run tenSteps;

    @BeforeAll
    static void trainTenSteps() {
        tenSteps = steps(10, NOTEBOOK);
    }

    @Test
    void theTracesInputsAreRebuilt() {
        JsonNode check = TRACE.json.get("uniformCheck");

        assertThat(IntStream.range(0, 3).mapToObj(i ->
                        (double) ReferenceTrace.uniform(check.get("salt").asInt(), i)))
                .containsExactly(numbers(check.get("first3")));
    }

    @Test
    void tenStepsGiveTheLossesOfPyTorch() {
        List<Step> steps = tenSteps.steps();

        for (int i = 0; i < steps.size(); i++) {
            JsonNode expected = TRACE.json.get("float64").get(i);
            double bound = TRACE.json.get("bound").get(i).asDouble();
            assertThat((double) steps.get(i).discriminatorLoss())
                    .as("discriminator loss of step %d", i)
                    .isCloseTo(expected.get("discriminator").asDouble(), within(bound));
            assertThat((double) steps.get(i).generatorLoss())
                    .as("generator loss of step %d", i)
                    .isCloseTo(expected.get("generator").asDouble(), within(bound));
        }
    }

    @Test
    void tenStepsGiveTheWeightsAndStatisticsOfPyTorch() {
        GanState after = tenSteps.after();

        for (JsonNode expected : TRACE.json.get("after")) {
            String name = expected.get("name").asText();
            Tensor tensor = (name.startsWith("upsample") ? after.generator() : after.discriminator()).get(name);
            assertThat(tensor.shape()).as(name).isEqualTo(shape(expected.get("shape")));
            assertThat(absoluteSum(tensor))
                    .as(name)
                    .isCloseTo(expected.get("absSum").asDouble(), ONE_PERCENT);
            assertThat(value(tensor, 0))
                    .as("the first of " + name)
                    .isCloseTo(
                            expected.get("first").asDouble(),
                            float32(expected.get("first").asDouble()));
            assertThat(value(tensor, tensor.count() - 1))
                    .as("the last of " + name)
                    .isCloseTo(
                            expected.get("last").asDouble(),
                            float32(expected.get("last").asDouble()));
        }
    }

    @Test
    void theTrainedGeneratorGivesTheImagesOfPyTorch() {
        JsonNode sample = TRACE.json.get("sample");
        float[] latents =
                TRACE.latents(sample.get("salt").asInt(), sample.get("count").asInt());

        try (Generator generator = new Generator(Device.cpu(), tenSteps.after().generator())) {
            Tensor images = generator.layers(latents).get(4);

            assertThat(absoluteSum(images)).isCloseTo(sample.get("absSum").asDouble(), ONE_PERCENT);
            for (int image = 0; image < 4; image++) {
                assertThat(value(images, image * 784 + 14 * 28 + 14))
                        .as("the centre of image %d", image)
                        .isCloseTo(sample.get("centre").get(image).asDouble(), within(5e-3));
            }
        }
    }

    @Test
    void bfloat16FollowsThePathOfFloat32() {
        Hyperparameters low = new Hyperparameters(100, 2e-4, 0.5, 0.999, 1, Precision.BFLOAT16, OptionalDouble.empty());

        List<Step> steps = steps(2, low).steps(); // where the processor lacks bfloat16, a step takes many seconds

        for (int i = 0; i < steps.size(); i++) {
            JsonNode expected = TRACE.json.get("float64").get(i);
            assertThat((double) steps.get(i).discriminatorLoss())
                    .isCloseTo(expected.get("discriminator").asDouble(), within(0.05));
            assertThat((double) steps.get(i).generatorLoss())
                    .isCloseTo(expected.get("generator").asDouble(), within(0.05));
        }
    }

    @Test
    void continuesBitForBitFromASavedState() {
        GanState start = Dcgan.initial(100, 7);
        GanState straight = run(start, AVERAGING, 0, 4).after();

        GanState resumed =
                run(run(start, AVERAGING, 0, 2).after(), AVERAGING, 2, 4).after();

        assertThat(bytes(resumed)).isEqualTo(bytes(straight));
    }

    @Test
    void theAverageMovesTowardsTheGeneratorAtEachStep() {
        GanState first = run(Dcgan.initial(100, 7), AVERAGING, 0, 1).after();
        GanState second = run(first, AVERAGING, 1, 2).after();

        for (String name : List.of("upsample.3.weight", "upsample.4.bias", "upsample.7.running_var")) {
            float[] start = Dcgan.initial(100, 7).generator().get(name).floats();
            float[] one = first.generator().get(name).floats();
            float[] two = second.generator().get(name).floats();
            float[] average = second.averaged().get(name).floats();
            for (int i = 0; i < average.length; i++) {
                double afterOne = start[i] * 2 / 11. + one[i] * 9 / 11.; // (1 + 1) / (10 + 1), below the decay of 0.2
                assertThat((double) average[i]).as(name).isCloseTo(0.2 * afterOne + 0.8 * two[i], within(1e-6));
            }
        }
    }

    @Test
    void theAverageIsAStateDictOfTheGenerator() {
        GanState after = run(Dcgan.initial(100, 7), AVERAGING, 0, 1).after();

        assertThat(after.averaged()).containsOnlyKeys(after.generator().keySet());
        assertThat(after.averaged().get("upsample.1.num_batches_tracked").scalar())
                .isEqualTo(2);
    }

    @Test
    void withoutADecayThereIsNoAverage() {
        assertThat(run(Dcgan.initial(100, 7), NOTEBOOK, 0, 1).after().averaged())
                .isEmpty();
    }

    @Test
    void theStateKeepsPyTorchsCountOfBatches() {
        GanState after = run(Dcgan.initial(100, 7), NOTEBOOK, 0, 2).after();

        assertThat(after.generator().get("upsample.1.num_batches_tracked").scalar())
                .isEqualTo(4);
        assertThat(after.discriminator().get("main.3.num_batches_tracked").scalar())
                .isEqualTo(6);
        assertThat(after.optimizers().get("step").scalar()).isEqualTo(2);
    }

    @Test
    void labelsCanBeTurnedRound() {
        Hyperparameters turned =
                new Hyperparameters(100, 2e-4, 0.5, 0.999, 0, Precision.FLOAT32, OptionalDouble.empty());

        List<Step> steps = run(Dcgan.initial(100, 7), turned, 0, 3).steps();

        assertThat(steps.get(2).realScore()).isLessThan(steps.get(0).realScore());
        assertThat(steps.get(2).fakeScore()).isGreaterThan(steps.get(2).realScore());
    }

    @Test
    void initialWeightsAreTheNotebooks() {
        GanState state = Dcgan.initial(100, 7);

        float[] kernel = state.generator().get("upsample.3.weight").floats();
        assertThat(mean(kernel)).isCloseTo(0, within(1e-4));
        assertThat(deviation(kernel)).isCloseTo(0.02, within(1e-4));
        float[] norm = state.discriminator().get("main.6.weight").floats();
        assertThat(mean(norm)).isCloseTo(1, within(3e-3));
        assertThat(deviation(norm)).isCloseTo(0.01, within(2e-3));
        assertThat(state.discriminator().get("main.6.bias").floats()).containsOnly(0);
    }

    @Test
    void theGeneratorsLayersHaveTheNotebooksShapes() {
        try (Generator generator =
                new Generator(Device.cpu(), Dcgan.initial(100, 7).generator())) {
            List<Tensor> layers = generator.layers(new KeyedRandom(1, Purpose.SAMPLES, 0).gaussians(36 * 100, 0, 1));

            assertThat(layers.stream().map(Tensor::shape))
                    .containsExactly(
                            new long[] {36, 100, 1, 1},
                            new long[] {36, 256, 4, 4},
                            new long[] {36, 128, 8, 8},
                            new long[] {36, 64, 16, 16},
                            new long[] {36, 1, 28, 28});
        }
    }

    @Test
    void aMissingTensorIsNamed() {
        GanState state = Dcgan.initial(100, 7);
        state.generator().remove("upsample.6.weight");

        assertThatThrownBy(() -> new Dcgan(Device.cpu(), NOTEBOOK, state))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("upsample.6.weight is missing");
    }

    @Test
    void aTensorOfAnotherShapeIsNamed() {
        GanState state = Dcgan.initial(50, 7);

        assertThatThrownBy(() -> new Dcgan(Device.cpu(), NOTEBOOK, state))
                .hasMessageContaining(
                        "upsample.0.weight must be F32 of shape [100, 256, 4, 4], was F32 [50, 256, 4, 4]");
    }

    @Test
    void rejectsAMomentThatIsNoMeanOfSquares() {
        GanState state = Dcgan.initial(100, 7);
        state.optimizers().put("exp_avg_sq.main.3.bias", Tensor.of(filled(128, -1), 128));

        assertThatThrownBy(() -> new Dcgan(Device.cpu(), NOTEBOOK, state))
                .hasMessage("tensor exp_avg_sq.main.3.bias must have finite numbers from 0, was -1.0 at [0]");
    }

    @Test
    void rejectsAStepThatIsNoCount() {
        GanState state = Dcgan.initial(100, 7);
        state.optimizers().put("step", Tensor.of(filled(1, 3)));

        assertThatThrownBy(() -> new Dcgan(Device.cpu(), NOTEBOOK, state))
                .hasMessage("tensor step must be I64 of shape [], was F32 []");
    }

    @Test
    void rejectsAStepBelow0() {
        GanState state = Dcgan.initial(100, 7);
        state.optimizers().put("step", Tensor.of(-1));

        assertThatThrownBy(() -> new Dcgan(Device.cpu(), NOTEBOOK, state))
                .hasMessage("tensor step must be at least 0, was -1");
    }

    private static float[] filled(int count, float value) {
        float[] values = new float[count];
        Arrays.fill(values, value);
        return values;
    }

    private record Run(List<Step> steps, GanState after) {}

    /** The trace's first steps of ten; the last batch is a short one. */
    private static Run steps(int count, Hyperparameters hyperparameters) {
        try (Dcgan dcgan = new Dcgan(Device.cpu(), hyperparameters, TRACE.initial())) {
            List<Step> steps = IntStream.range(0, count)
                    .mapToObj(i -> {
                        int size = TRACE.json.get("losses").get(i).get("size").asInt();
                        return dcgan.step(
                                TRACE.images(i, size), TRACE.latents(2000 + i, size), TRACE.latents(3000 + i, size));
                    })
                    .toList();
            return new Run(steps, dcgan.state());
        }
    }

    private static Run run(GanState start, Hyperparameters hyperparameters, int from, int to) {
        try (Dcgan dcgan = new Dcgan(Device.cpu(), hyperparameters, start)) {
            List<Step> steps = IntStream.range(from, to)
                    .mapToObj(i -> dcgan.step(
                            new KeyedRandom(1, Purpose.SHUFFLE, i).gaussians(16 * 784, 0, 0.5),
                            new KeyedRandom(1, Purpose.DISCRIMINATOR_LATENTS, i).gaussians(1600, 0, 1),
                            new KeyedRandom(1, Purpose.GENERATOR_LATENTS, i).gaussians(1600, 0, 1)))
                    .toList();
            return new Run(steps, dcgan.state());
        }
    }

    private static Map<String, ByteBuffer> bytes(GanState state) {
        Map<String, ByteBuffer> bytes = new LinkedHashMap<>();
        for (Map<String, Tensor> tensors : List.of(state.generator(), state.discriminator(), state.optimizers())) {
            tensors.forEach((name, tensor) -> bytes.put(name, tensor.data()));
        }
        state.averaged().forEach((name, tensor) -> bytes.put("averaged " + name, tensor.data()));
        return bytes;
    }

    private static Double[] numbers(JsonNode array) {
        Double[] numbers = new Double[array.size()];
        Arrays.setAll(numbers, i -> array.get(i).asDouble());
        return numbers;
    }

    private static long[] shape(JsonNode array) {
        long[] shape = new long[array.size()];
        Arrays.setAll(shape, i -> array.get(i).asLong());
        return shape;
    }

    /** PyTorch computed it on another machine, and a step changes a weight by up to 2e-4. */
    private static Offset<Double> float32(double expected) {
        return within(Math.max(2e-3, 0.05 * Math.abs(expected)));
    }

    private static double value(Tensor tensor, int index) {
        return tensor.type() == Tensor.Type.I64 ? tensor.scalar() : tensor.floats()[index];
    }

    private static double absoluteSum(Tensor tensor) {
        if (tensor.type() == Tensor.Type.I64) {
            return tensor.scalar();
        }
        float[] values = tensor.floats();
        return IntStream.range(0, values.length)
                .mapToDouble(i -> Math.abs(values[i]))
                .sum();
    }

    private static double mean(float[] values) {
        return IntStream.range(0, values.length)
                .mapToDouble(i -> values[i])
                .average()
                .orElseThrow();
    }

    private static double deviation(float[] values) {
        double mean = mean(values);
        return Math.sqrt(IntStream.range(0, values.length)
                .mapToDouble(i -> Math.pow(values[i] - mean, 2))
                .average()
                .orElseThrow());
    }
}
