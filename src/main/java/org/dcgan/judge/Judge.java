package org.dcgan.judge;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.dcgan.checkpoint.Safetensors;
import org.dcgan.dataset.Images;
import org.dcgan.gan.Generator;
import org.dcgan.gan.Latents;
import org.dcgan.gan.PyTorch;
import org.dcgan.gan.TorchScript;
import org.dcgan.message.Scores;
import org.dcgan.random.KeyedRandom;
import org.dcgan.random.Purpose;

/**
 * A data set's judge: compares images with the data set's test images by what a classifier sees in both, the {@link Scores}.
 *
 * <p>Every generator is judged by the images of the same latents. Lives in native memory until {@link #close()}; not thread-safe.
 */
public final class Judge implements AutoCloseable {
    /** How many images a generator is judged by: as many as MNIST has test images. */
    public static final int IMAGES = 10_000;

    /** How many neighbours make a neighbourhood (Naeem et al. 2020). */
    private static final int NEIGHBOURS = 5;

    private static final long SEED = 0;

    private final String name;
    private final Classifier classifier;
    private final PtNDManager manager;
    private final TorchScript program;
    private final IValue neighbours;
    private final IValue yardstick;

    /**
     * A judge of a data set.
     *
     * @param weights its classifier as a safetensors file
     * @param test the data set's test images
     * @throws IllegalArgumentException if the file is none, or of another network
     */
    public Judge(byte[] weights, Images test) {
        name = sha256(weights);
        classifier = new Classifier(Safetensors.read(weights));
        manager = PyTorch.manager(Device.cpu());
        program = TorchScript.load(manager, Classifier.PROGRAM, Classifier.NAME);
        neighbours = IValue.from((long) NEIGHBOURS);
        Impression real = classifier.look(test.count(), test::scaledRange);
        try (IValue features = tensor(real.features(), Layers.FEATURES)) {
            yardstick = program.run("yardstick", List.of(features, neighbours));
        }
    }

    /** Which judge it is: the SHA-256 of its weights, in hexadecimal. */
    public String name() {
        return name;
    }

    /**
     * What it has shown.
     *
     * @param training the images that it has learned from
     * @param test the data set's test images
     */
    public JudgeCard card(Images training, Images test) {
        return new JudgeCard(name, classifier.accuracy(test), judge(training));
    }

    /**
     * How good the images of a generator are.
     *
     * @throws IllegalArgumentException if they are no numbers
     */
    public Scores judge(Generator generator) {
        return judge(IMAGES, (from, count) -> generator.images(latents(generator.latentSize(), from, count)));
    }

    /** How good the first real images of another part of the data set are, at most as many as of a generator. */
    public Scores judge(Images images) {
        return judge(Math.min(IMAGES, images.count()), images::scaledRange);
    }

    private Scores judge(int count, Classifier.Source source) {
        Impression impression = classifier.look(count, source);
        try (PtNDManager scope = (PtNDManager) manager.newSubManager();
                IValue features = tensor(impression.features(), Layers.FEATURES);
                IValue logits = tensor(impression.logits(), classifier.classes())) {
            PtNDArray[] results = program.tensors(scope, "scores", List.of(features, logits, yardstick, neighbours));
            double[] numbers = results[0].toDoubleArray();
            List<Double> shares =
                    DoubleStream.of(results[1].toDoubleArray()).boxed().toList();
            return new Scores(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], shares);
        }
    }

    private static float[] latents(int size, int from, int count) {
        return Latents.join(IntStream.range(from, from + count)
                .mapToObj(image -> new KeyedRandom(SEED, Purpose.JUDGE_LATENTS, image).gaussians(size, 0, 1))
                .toList());
    }

    private IValue tensor(float[] values, int columns) {
        return IValue.from((PtNDArray) manager.create(values, new Shape(values.length / columns, columns)));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public void close() {
        yardstick.close();
        neighbours.close();
        program.close();
        manager.close();
        classifier.close();
    }
}
