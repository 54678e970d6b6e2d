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
 * A data set's judge: compares images with the data set's test images by a classifier's features.
 *
 * <p>All generators are judged by images of the same latents. Holds native memory until {@link #close()}. Not thread-safe: use it on
 * the thread that created it; it computes on all processors.
 */
public final class Judge implements AutoCloseable {
    /** Number of images that a generator is judged by: the size of MNIST's test set. */
    public static final int IMAGES = 10_000;

    /** The fewest test images allowed: more than the neighbours of one image. */
    public static final int LEAST_TEST_IMAGES = ReferenceImages.NEIGHBOURS + 1;

    private static final long SEED = 0;

    private final NativeScope memory = new NativeScope();
    private final String name;
    private final Classifier classifier;
    private final ReferenceImages referenceImages;
    private final Optional<Scores> floor;
    private final boolean tellsClasses;

    /**
     * Creates a judge without known results, see {@link #card}.
     *
     * @param weights its classifier as a safetensors file
     * @param test the data set's test images
     * @throws IllegalArgumentException if the file is invalid or of another network, or there are too few test images
     */
    public Judge(byte[] weights, Images test) {
        this(weights, test, Optional.empty(), true);
    }

    /**
     * Creates a judge of a data set without classes, without known results.
     *
     * @param weights a classifier of the images' rotation, see {@link Images#turned}
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
     * @param card its known results; ignored if it belongs to another judge
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

    /** Its id: the SHA-256 of its weights, in hexadecimal. */
    public String name() {
        return name;
    }

    /** The scores of training images, the best that a generator can reach; empty if unknown. */
    public Optional<Scores> floor() {
        return floor;
    }

    /**
     * Scores the images of a generator.
     *
     * @throws IllegalArgumentException if they are not finite
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public Scores judge(Generator generator) {
        return measure(IMAGES, (from, count) -> images(generator, from, count));
    }

    /**
     * Measures the judge itself.
     *
     * @param training the images that it was trained on
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
                throw new IllegalArgumentException("its images are not finite numbers");
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
