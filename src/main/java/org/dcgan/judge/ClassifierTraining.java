package org.dcgan.judge;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;
import org.dcgan.checkpoint.Safetensors;
import org.dcgan.dataset.EpochOrder;
import org.dcgan.dataset.Images;
import org.dcgan.gan.PyTorch;
import org.dcgan.gan.Tensor;
import org.dcgan.gan.Tensors;
import org.dcgan.gan.TorchScript;
import org.dcgan.random.KeyedRandom;
import org.dcgan.random.Purpose;

/**
 * Trains a classifier on labelled images: cross entropy, Adam with a learning rate that falls to 0, and each image shifted randomly
 * by up to two pixels each time. The same images give the same weights, on the same kind of processor with as many threads.
 */
public final class ClassifierTraining {
    private static final int EPOCHS = 10;
    private static final int BATCH = 100;
    private static final double LEARNING_RATE = 0.002;
    private static final int SHIFT = 2;
    private static final float BACKGROUND = -1;
    private static final long SEED = 0;

    private final Images images;
    private final Map<String, long[]> shapes;
    private final Map<String, Tensor> initial;

    /** @param images training images; their labels are the classes, from 0 */
    public ClassifierTraining(Images images) {
        int classes =
                1 + IntStream.range(0, images.count()).map(images::label).max().orElseThrow();
        this.images = images;
        this.shapes = Layers.weights(classes);
        this.initial = Layers.initial(classes, SEED);
    }

    /**
     * Trains the classifier.
     *
     * @param progress receives the mean loss of each epoch, and the epoch's number
     * @return the weights as a safetensors file
     */
    public byte[] train(ObjIntConsumer<Double> progress) {
        PyTorch.useAllProcessors();
        try (PtNDManager manager = PyTorch.manager(Device.cpu());
                TorchScript program = TorchScript.load(manager, Classifier.PROGRAM, Classifier.NAME);
                IValue weights = Tensors.toEngine(manager, initial, shapes);
                IValue student = program.run("student", List.of(weights))) {
            for (int epoch = 0; epoch < EPOCHS; epoch++) {
                EpochOrder order = new EpochOrder(images.count(), BATCH, SEED, epoch);
                double loss = 0;
                for (int i = 0; i < order.batches(); i++) {
                    int step = epoch * order.batches() + i;
                    double rate = LEARNING_RATE * (1 - (double) step / (EPOCHS * order.batches()));
                    loss += learn(manager, program, student, order.batch(i), step, rate);
                }
                progress.accept(loss / order.batches(), epoch);
            }
            return Safetensors.write(stateDict(program.tensors(manager, "weights", List.of(student))));
        }
    }

    private double learn(PtNDManager manager, TorchScript program, IValue student, int[] batch, int step, double rate) {
        long[] labels = Arrays.stream(batch).mapToLong(images::label).toArray();
        float[] shifted = shifted(images.scaled(batch), new KeyedRandom(SEED, Purpose.JUDGE_SHIFTS, step));
        try (PtNDManager scope = (PtNDManager) manager.newSubManager();
                IValue x = IValue.from((PtNDArray) scope.create(shifted, new Shape(batch.length, Images.PIXELS)));
                IValue y = IValue.from((PtNDArray) scope.create(labels));
                IValue learningRate = IValue.from(rate)) {
            return program.tensors(scope, "learn", List.of(x, y, student, learningRate))[0].getFloat();
        }
    }

    private static float[] shifted(float[] images, KeyedRandom random) {
        float[] shifted = new float[images.length];
        Arrays.fill(shifted, BACKGROUND);
        for (int image = 0; image < images.length; image += Images.PIXELS) {
            int down = random.nextInt(2 * SHIFT + 1) - SHIFT;
            int right = random.nextInt(2 * SHIFT + 1) - SHIFT;
            int width = Images.SIDE - Math.abs(right);
            for (int row = Math.max(0, -down); row < Images.SIDE - Math.max(0, down); row++) {
                int from = image + row * Images.SIDE + Math.max(0, -right);
                System.arraycopy(images, from, shifted, from + down * Images.SIDE + right, width);
            }
        }
        return shifted;
    }

    private Map<String, Tensor> stateDict(PtNDArray[] weights) {
        Map<String, Tensor> stateDict = new LinkedHashMap<>();
        Iterator<PtNDArray> next = List.of(weights).iterator();
        shapes.forEach((name, shape) -> stateDict.put(name, Tensors.fromEngine(next.next(), shape)));
        return stateDict;
    }
}
