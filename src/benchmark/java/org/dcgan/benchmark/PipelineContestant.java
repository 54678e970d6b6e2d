package org.dcgan.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.OptionalDouble;
import org.dcgan.dataset.Dataset;
import org.dcgan.dataset.EpochOrder;
import org.dcgan.dataset.Images;
import org.dcgan.gan.Dcgan;
import org.dcgan.gan.DeviceName;
import org.dcgan.gan.Hyperparameters;
import org.dcgan.gan.Precision;
import org.dcgan.gan.PyTorch;
import org.dcgan.random.KeyedRandom;
import org.dcgan.random.Purpose;

/**
 * The pipeline's training as a contestant of {@code benchmark.py}: the notebook's job, iteration by iteration, with its
 * shuffles, batches and latents.
 *
 * <p>Makes one iteration and says {@code ready}, then answers each line of standard input, a number of iterations, with the
 * images they trained on and the seconds they took. Ends with its input.
 */
final class PipelineContestant {
    private static final int LATENT_SIZE = 100;
    private static final int BATCH_SIZE = 64;
    private static final long SEED = 1;

    private final Images images;
    private final Dcgan dcgan;
    private EpochOrder order;
    private int epoch;
    private int iteration;
    private int step;

    private PipelineContestant(Images images, Dcgan dcgan) {
        this.images = images;
        this.dcgan = dcgan;
        this.order = new EpochOrder(images.count(), BATCH_SIZE, SEED, epoch);
    }

    /** {@code args}: the precision, {@code float32} or {@code bfloat16}. */
    public static void main(String[] args) throws IOException {
        Precision precision = Precision.valueOf(args[0].toUpperCase(Locale.ROOT));
        Hyperparameters notebook =
                new Hyperparameters(LATENT_SIZE, 2e-4, 0.5, 0.999, 1, precision, OptionalDouble.empty());
        try (Dcgan dcgan = new Dcgan(PyTorch.device(DeviceName.CPU), notebook, Dcgan.initial(LATENT_SIZE, SEED))) {
            new PipelineContestant(Dataset.MNIST.training(), dcgan).serve();
        }
    }

    private void serve() throws IOException {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        train();
        System.out.println("ready");
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            int trained = 0;
            long start = System.nanoTime();
            for (int i = Integer.parseInt(command); i > 0; i--) {
                trained += train();
            }
            System.out.println(trained + " " + (System.nanoTime() - start) * 1e-9);
        }
    }

    /** One iteration; returns how many images its batch had. */
    private int train() {
        if (iteration == order.batches()) {
            epoch++;
            iteration = 0;
            order = new EpochOrder(images.count(), BATCH_SIZE, SEED, epoch);
        }
        int[] batch = order.batch(iteration);
        dcgan.step(
                images.scaled(batch),
                latents(Purpose.DISCRIMINATOR_LATENTS, batch.length),
                latents(Purpose.GENERATOR_LATENTS, batch.length));
        iteration++;
        step++;
        return batch.length;
    }

    private float[] latents(Purpose purpose, int count) {
        return new KeyedRandom(SEED, purpose, step).gaussians(count * LATENT_SIZE, 0, 1);
    }
}
