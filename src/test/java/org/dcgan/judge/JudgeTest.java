package org.dcgan.judge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Percentage;
import org.dcgan.checkpoint.Safetensors;
import org.dcgan.dataset.Dataset;
import org.dcgan.dataset.Images;
import org.dcgan.gan.Dcgan;
import org.dcgan.gan.Generator;
import org.dcgan.gan.Tensor;
import org.dcgan.message.Json;
import org.dcgan.message.Scores;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The judge of MNIST that travels with the program. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JudgeTest {
    private static final Percentage SUMMED_IN_ANOTHER_ORDER = Percentage.withPercentage(1);

    private final JudgeCard card = read();
    private Judge judge;

    @BeforeAll
    void open() throws IOException {
        judge = new Judge(Dataset.MNIST.judge(), Dataset.MNIST.test());
    }

    @AfterAll
    void close() {
        judge.close();
    }

    @Test
    void itsCardHasAccuracyAndFloor() throws IOException {
        JudgeCard shown = judge.card(Dataset.MNIST.training(), Dataset.MNIST.test());

        assertThat(shown.judge()).isEqualTo(card.judge());
        assertThat(shown.accuracy()).isCloseTo(card.accuracy(), within(0.0005)).isGreaterThan(0.99);
        assertThat(shown.floor().frechetDistance()).isCloseTo(card.floor().frechetDistance(), SUMMED_IN_ANOTHER_ORDER);
        assertThat(shown.floor().coverage()).isCloseTo(card.floor().coverage(), within(0.001));
    }

    @Test
    void theCardOfAnotherJudgeCountsForNothing() throws IOException {
        JudgeCard another = new JudgeCard("another", card.accuracy(), card.floor());

        assertThat(floor(card)).contains(card.floor());
        assertThat(floor(another)).isEmpty();
    }

    @Test
    void aGeneratorThatHasLearnedNothingIsFarFromReal() {
        Map<String, Tensor> untrained = Dcgan.initial(20, 1).generator();

        Scores scores = judge(untrained);

        assertThat(scores.frechetDistance()).isGreaterThan(10 * card.floor().frechetDistance());
        assertThat(scores.coverage()).isLessThan(0.1);
        assertThat(scores.classShares()).hasSize(10);
    }

    @Test
    void rejectsAGeneratorWithOneWeightThatIsNoNumber() {
        Map<String, Tensor> spoilt = Dcgan.initial(20, 1).generator();
        float[] weights = spoilt.get("upsample.9.weight").floats();
        weights[17] = Float.NaN;
        spoilt.put("upsample.9.weight", Tensor.of(weights, 64, 1, 4, 4));

        assertThatThrownBy(() -> judge(spoilt))
                .hasMessage("tensor upsample.9.weight must have finite numbers, was NaN at [1, 0, 0, 1]");
    }

    @Test
    void rejectsAGeneratorWhoseSumsOverflow() {
        Map<String, Tensor> huge = Dcgan.initial(20, 1).generator();
        float[] weights = huge.get("upsample.3.weight").floats();
        Arrays.fill(weights, 3e38f);
        huge.put(
                "upsample.3.weight",
                Tensor.of(weights, huge.get("upsample.3.weight").shape()));

        assertThatThrownBy(() -> judge(huge)).hasMessageStartingWith("its weights are too large: sums in layer 2 ");
    }

    @Test
    void rejectsAClassifierWhoseSumsOverflow() throws IOException {
        Map<String, Tensor> huge = Safetensors.read(Dataset.MNIST.judge());
        String name = "2.weight";
        float[] weights = huge.get(name).floats();
        Arrays.fill(weights, 3e38f);
        huge.put(name, Tensor.of(weights, huge.get(name).shape()));
        byte[] file = Safetensors.write(huge);

        assertThatThrownBy(() -> new Judge(file, Dataset.MNIST.test()))
                .hasMessageStartingWith("its weights are too large: sums in layer 2 ");
    }

    @Test
    void rejectsTooFewTestImages() throws IOException {
        Images few = Dataset.MNIST.test().limit(5);
        byte[] weights = Dataset.MNIST.judge();

        assertThatThrownBy(() -> new Judge(weights, few))
                .hasMessage("a judge needs at least 6 test images, was given 5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "0 64", "10 65", "11 64"})
    void rejectsAClassifierOfAnotherShape(String sizes) throws IOException {
        long[] shape = Arrays.stream(sizes.split(" "))
                .filter(size -> !size.isEmpty())
                .mapToLong(Long::parseLong)
                .toArray();
        Map<String, Tensor> weights = Safetensors.read(Dataset.MNIST.judge());
        weights.put("9.weight", Tensor.of(new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)], shape));

        assertThatThrownBy(() -> new Classifier(weights))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("tensor 9.(weight|bias) must be F32 of shape .*");
    }

    @Test
    void aClassifierLearns() throws IOException {
        Images few = Dataset.MNIST.training().limit(1_000);

        byte[] weights = new ClassifierTraining(few).train((loss, epoch) -> {});

        try (Classifier classifier = new Classifier(Safetensors.read(weights))) {
            assertThat(classifier.accuracy(few)).isGreaterThan(0.8);
        }
    }

    @Test
    void judgesADataSetWithoutClassesByHowImagesAreTurned() throws IOException {
        Images few = Dataset.MNIST.training().limit(500);
        byte[] weights = new ClassifierTraining(few.turned()).train((loss, epoch) -> {});

        try (Judge made = Judge.withoutClasses(weights, few)) {
            JudgeCard card = made.card(few, few);
            assertThat(card.accuracy()).isGreaterThan(0.7);
            assertThat(card.floor().frechetDistance()).as("to itself").isLessThan(1);
            assertThat(card.floor().inceptionScore()).isNull();
            assertThat(card.floor().classShares()).isNull();
            JudgeCard read = Json.read(Json.write(card), JudgeCard.class);
            assertThat(read).isEqualTo(card);
            try (Judge stored = new Judge(weights, few, Optional.of(read));
                    Generator generator =
                            new Generator(Device.cpu(), Dcgan.initial(100, 1).generator())) {
                assertThat(stored.judge(generator).confidence()).isNull();
            }
        }
    }

    @Test
    void rejectsACardWithoutFloor() {
        assertThatThrownBy(() -> Json.read("{\"judge\":\"00ff\",\"accuracy\":0.9}".getBytes(UTF_8), JudgeCard.class))
                .hasMessage("floor is missing: it must be the scores of training images");
    }

    private static Optional<Scores> floor(JudgeCard known) throws IOException {
        Images few = Dataset.MNIST.test().limit(100);
        try (Judge judge = new Judge(Dataset.MNIST.judge(), few, Optional.of(known))) {
            return judge.floor();
        }
    }

    private Scores judge(Map<String, Tensor> stateDict) {
        try (Generator generator = new Generator(Device.cpu(), stateDict)) {
            return judge.judge(generator);
        }
    }

    private static JudgeCard read() {
        try {
            return Json.read(Dataset.MNIST.judgeCard(), JudgeCard.class);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
