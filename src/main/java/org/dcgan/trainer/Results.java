package org.dcgan.trainer;

import ai.djl.Device;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dcgan.checkpoint.Checkpoints;
import org.dcgan.checkpoint.JobObjects;
import org.dcgan.checkpoint.LossPoint;
import org.dcgan.dataset.Images;
import org.dcgan.gan.Generator;
import org.dcgan.gan.Latents;
import org.dcgan.gan.Tensor;
import org.dcgan.message.Json;
import org.dcgan.npy.NpyArray;
import org.dcgan.picture.FilterSheet;
import org.dcgan.picture.GreyImage;
import org.dcgan.picture.ImageGrid;
import org.dcgan.picture.LossPlot;
import org.dcgan.picture.TimeLapse;
import org.dcgan.store.ObjectStore;

/** Stores what the notebook shows: losses as files and as a figure, the time lapse of the fakes, the generator's layer outputs. */
@Singleton
final class Results {
    private static final Duration FRAME = Duration.ofMillis(100);
    private static final int TIME_LAPSE_PIXELS = 32 << 20;
    /** A minute, and as many reads of the store. */
    private static final int TIME_LAPSE_FRAMES = 600;

    private static final int INTERNAL_LATENTS = 36;

    private final ObjectStore store;
    private final Checkpoints checkpoints;

    @Inject
    Results(ObjectStore store, Checkpoints checkpoints) {
        this.store = store;
        this.checkpoints = checkpoints;
    }

    /** Stores the real and the generated images of a recorded iteration as grids, from N×28×28 numbers from −1 to 1 each. */
    void storeGrids(JobObjects job, LossPoint point, float[] real, float[] fakes) {
        store.put(job.realGrid(point.saveStep()), grid(real), "image/png");
        store.put(job.fakeGrid(point.saveStep()), grid(fakes), "image/png");
    }

    private static byte[] grid(float[] images) {
        return ImageGrid.of(images, Images.SIDE, Images.SIDE).png();
    }

    /** How many points a run has recorded, by the newest ones. */
    static int saveSteps(List<LossPoint> newest) {
        return Math.toIntExact(newest.get(newest.size() - 1).saveStep() + 1);
    }

    /**
     * Stores both losses as {@code .npy} with one number per point, all points as JSON, and the figure with two stacked plots.
     *
     * @param newest the points that the last checkpoint contains; the others are read from the store
     */
    void storeLosses(JobObjects job, List<LossPoint> newest) {
        float[] discriminator = new float[saveSteps(newest)];
        float[] generator = new float[discriminator.length];
        Stream<LossPoint> all = checkpoints.losses(job, newest).peek(point -> {
            discriminator[(int) point.saveStep()] = point.discriminatorLoss();
            generator[(int) point.saveStep()] = point.generatorLoss();
        });
        store.put(job.losses("losses.json"), "application/json", out -> Json.writeList(out, all));
        store.put(job.losses("discriminator_loss.npy"), npy(discriminator), "application/x-npy");
        store.put(job.losses("generator_loss.npy"), npy(generator), "application/x-npy");
        store.put(job.losses("losses.png"), LossPlot.png(discriminator, generator), "image/png");
    }

    /**
     * Stores the fakes of all save steps as an animation, reading them back one by one. A long run is thinned out evenly, from first
     * to last, to at most 600 frames and 32 Mi pixels in all (572 grids of 64 images).
     */
    void storeTimeLapse(JobObjects job, int saveSteps) {
        store.put(job.timelapse(), "image/gif", out -> writeTimeLapse(out, job, saveSteps));
    }

    private void writeTimeLapse(OutputStream out, JobObjects job, int saveSteps) throws IOException {
        try (TimeLapse timeLapse = new TimeLapse(out, FRAME)) {
            GreyImage first = fakes(job, 0);
            int most = Math.min(TIME_LAPSE_FRAMES, TIME_LAPSE_PIXELS / (first.width() * first.height()));
            int frames = Math.min(saveSteps, Math.max(2, most));
            timeLapse.add(first);
            for (int frame = 1; frame < frames; frame++) {
                timeLapse.add(fakes(job, (long) frame * (saveSteps - 1) / (frames - 1)));
            }
        }
    }

    private GreyImage fakes(JobObjects job, long saveStep) {
        String key = job.fakeGrid(saveStep);
        return GreyImage.fromPng(store.get(key).orElseThrow(() -> new IllegalStateException(key + " is gone")));
    }

    /** Stores for the first of 36 samples its image and the first 64 filter outputs of the layers −2, −3 and −4. */
    void storeInternals(JobObjects job, Device device, Map<String, Tensor> stateDict, long seed) {
        try (Generator generator = new Generator(device, stateDict)) {
            Latents latents = new Latents(generator.latentSize());
            List<Tensor> layers = generator.layers(latents.first(INTERNAL_LATENTS, seed));
            store.put(
                    job.internals("output.png"),
                    ImageGrid.of(first(layers.get(4)), 28, 28).png(),
                    "image/png");
            for (int back = 2; back <= 4; back++) {
                Tensor layer = layers.get(layers.size() - back);
                int side = (int) layer.shape()[2];
                store.put(
                        job.internals("layer-" + back + ".png"),
                        FilterSheet.of(first(layer), side, side).png(),
                        "image/png");
            }
        }
    }

    /** The first sample of a layer, C×H×W. */
    private static float[] first(Tensor layer) {
        return Arrays.copyOf(layer.floats(), layer.count() / (int) layer.shape()[0]);
    }

    private static byte[] npy(float[] values) {
        return new NpyArray(values, values.length).toBytes();
    }
}
