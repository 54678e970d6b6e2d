package org.dcgan.dataset;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The data sets included in the program. To add one, put its four IDX files and its judge in the resources and name them here.
 */
public enum Dataset {
    /** Handwritten digits (LeCun, Cortes, Burges): 60,000 training and 10,000 test images. */
    MNIST(
            new BundledFile(
                    "datasets/mnist/train-images-idx3-ubyte.gz",
                    "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
            new BundledFile(
                    "datasets/mnist/train-labels-idx1-ubyte.gz",
                    "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
            new BundledFile(
                    "datasets/mnist/t10k-images-idx3-ubyte.gz",
                    "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
            new BundledFile(
                    "datasets/mnist/t10k-labels-idx1-ubyte.gz",
                    "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"),
            new BundledFile(
                    "datasets/mnist/judge.safetensors",
                    "b12abc2008702560c69285a228f454da2ecbe573e7d81f31a46fcdd17b3b8d6b"),
            new BundledFile(
                    "datasets/mnist/judge.json", "dcc1522dd7020ea84d5881e506beee726300f23596fc454de64905165989b290"));

    private final BundledFile trainingImages;
    private final BundledFile trainingLabels;
    private final BundledFile testImages;
    private final BundledFile testLabels;
    private final BundledFile judge;
    private final BundledFile judgeCard;

    Dataset(
            BundledFile trainingImages,
            BundledFile trainingLabels,
            BundledFile testImages,
            BundledFile testLabels,
            BundledFile judge,
            BundledFile judgeCard) {
        this.trainingImages = trainingImages;
        this.trainingLabels = trainingLabels;
        this.testImages = testImages;
        this.testLabels = testLabels;
        this.judge = judge;
        this.judgeCard = judgeCard;
    }

    /** The included data set with the name that a job gives, if there is one. */
    public static Optional<Dataset> named(String name) {
        return Arrays.stream(values())
                .filter(dataset -> dataset.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }

    /**
     * Loads the images to train on.
     *
     * @throws MalformedDatasetException if a file is not the published one
     */
    public Images training() throws IOException {
        return Images.read(trainingImages.open(), trainingLabels.open());
    }

    /**
     * Loads the images held back for tests.
     *
     * @throws MalformedDatasetException if a file is not the published one
     */
    public Images test() throws IOException {
        return Images.read(testImages.open(), testLabels.open());
    }

    /**
     * The weights of the classifier that judges generators of this data set.
     *
     * @throws MalformedDatasetException if the file is not the published one
     */
    public byte[] judge() throws IOException {
        return judge.bytes();
    }

    /**
     * The card of that classifier, as JSON.
     *
     * @throws MalformedDatasetException if the file is not the published one
     */
    public byte[] judgeCard() throws IOException {
        return judgeCard.bytes();
    }
}
