package org.dcgan.judge;

import com.google.common.hash.Hashing;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.dcgan.checkpoint.Safetensors;
import org.dcgan.dataset.Images;
import org.dcgan.gan.Generator;
import org.dcgan.gan.Latents;
import org.dcgan.gan.NativeScope;
import org.dcgan.gan.PyTorch;
import org.dcgan.gan.Tensor;
import org.dcgan.message.Scores;
import org.dcgan.random.KeyedRandom;
import org.dcgan.random.Purpose;

/**
 * A data set's judge: compares images with the data set's test images by what a classifier sees in both.
 *
 * <p>Every generator is judged by the images of the same latents. Lives in native memory until {@link #close()}; not thread-safe:
 * the thread that makes it judges, on all processors.
 */
public final class Judge implements AutoCloseable {
    /** How many images a generator is judged by: as many as MNIST has test images. */
    public static final int IMAGES = 10_000;

    /** The least test images, more than make a neighbourhood of one of them. */
    public static final int LEAST_TEST_IMAGES = ReferenceImages.NEIGHBOURS + 1;

    private static final long SEED = 0;

    private final NativeScope memory = new NativeScope();
    private final String name;
    private final Classifier classifier;
    private final ReferenceImages referenceImages;
    private final Optional<Scores> floor;
    private final boolean tellsClasses;

    /**
     * A judge of a data set of which nothing is known yet, see {@link #card}.
     *
     * @param weights its classifier as a safetensors file
     * @param test the data set's test images
     * @throws IllegalArgumentException if the file is invalid or of another network, or there are too few test images
     */
    public Judge(byte[] weights, Images test) {
        this(weights, test, Optional.empty(), true);
    }

    /**
     * A judge of a data set without classes, of which nothing is known yet.
     *
     * @param weights a classifier of the data set's images by how they are turned, see {@link Images#turned}
     * @param test the data set's test images
     * @throws IllegalArgumentException if the file is invalid or of another network, or there are too few test images
     */
    public static Judge withoutClasses(byte[] weights, Images test) {
        return new Judge(weights, test, Optional.empty(), false);
    }

    /**
     * A judge of a data set.
     *
     * @param weights its classifier as a safetensors file
     * @param test the data set's test images
     * @param card what it has shown; that of another judge counts for nothing
     * @throws IllegalArgumentException if the file is invalid or of another network, or there are too few test images
     */
    public Judge(byte[] weights, Images test, Optional<JudgeCard> card) {
        this(weights, test, card, card.map(JudgeCard::tellsClasses).orElse(true));
    }

    private Judge(byte[] weights, Images test, Optional<JudgeCard> card, boolean tellsClasses) {
        this.tellsClasses = tellsClasses;
        ReferenceImages.checkCount(test.count());
        name = Hashing.sha256().hashBytes(weights).toString();
        Map<String, Tensor> stateDict = Safetensors.read(weights, Layers.weights(Safetensors.ANY));
        PyTorch.useAllProcessors();
        try {
            classifier = memory.own(new Classifier(stateDict));
            referenceImages = memory.own(new ReferenceImages(classifier.look(test.count(), test::scaledRange)));
        } catch (RuntimeException | Error e) {
            memory.close();
            throw e;
        }
        floor = card.filter(known -> known.judge().equals(name)).map(JudgeCard::floor);
    }

    /** Which judge it is: the SHA-256 of its weights, in hexadecimal. */
    public String name() {
        return name;
    }

    /** How good it finds training images, the best that a generator can hope for, if that is known. */
    public Optional<Scores> floor() {
        return floor;
    }

    /**
     * How good the images of a generator are.
     *
     * @throws IllegalArgumentException if they are no numbers
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public Scores judge(Generator generator) {
        return measure(IMAGES, (from, count) -> images(generator, from, count));
    }

    /**
     * What it has shown.
     *
     * @param training the images that it has learned from
     * @param test the data set's test images
     */
    public JudgeCard card(Images training, Images test) {
        int count = Math.min(IMAGES, training.count());
        return new JudgeCard(
                name,
                classifier.accuracy(tellsClasses ? test : test.turned()),
                measure(count, training::scaledRange),
                tellsClasses ? null : JudgeCard.ROTATIONS);
    }

    private Scores measure(int count, Classifier.Source source) {
        Scores scores = referenceImages.measure(classifier.look(count, source));
        return tellsClasses ? scores : scores.withoutClasses();
    }

    private static float[] images(Generator generator, int from, int count) {
        float[] images = generator.images(latents(generator.latentSize(), from, count));
        for (float grey : images) {
            if (Float.isNaN(grey)) {
                throw new IllegalArgumentException("its images are no numbers");
            }
        }
        return images;
    }

    private static float[] latents(int size, int from, int count) {
        return Latents.join(IntStream.range(from, from + count)
                .mapToObj(image -> new KeyedRandom(SEED, Purpose.JUDGE_LATENTS, image).gaussians(size, 0, 1))
                .toList());
    }

    @Override
    public void close() {
        memory.close();
    }
}
