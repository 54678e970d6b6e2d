package org.dcgan.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import org.dcgan.StoreServer;
import org.dcgan.checkpoint.Checkpoint;
import org.dcgan.checkpoint.Checkpoints;
import org.dcgan.checkpoint.JobObjects;
import org.dcgan.checkpoint.LossPoint;
import org.dcgan.gan.Dcgan;
import org.dcgan.gan.GanState;
import org.dcgan.message.Json;
import org.dcgan.npy.NpyArray;
import org.dcgan.picture.ImageGrid;
import org.dcgan.store.ObjectStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ResultsTest {
    @RegisterExtension
    static final StoreServer SERVER = new StoreServer();

    private final ObjectStore store = SERVER.store();

    private final Checkpoints checkpoints = new Checkpoints(store, Clock.systemUTC());

    private final Results results = new Results(store, checkpoints);

    @Test
    void theLossesOfALongRunAreOneListAtItsEnd() {
        JobObjects job = new JobObjects("losses");
        List<LossPoint> all = losses(1_300);
        List<LossPoint> newest = List.of();
        GanState state = Dcgan.initial(4, 1);
        for (int epoch = 0; epoch < 13; epoch++) {
            List<LossPoint> ofTheEpoch = all.subList(epoch * 100, epoch * 100 + 100);
            Checkpoint checkpoint = new Checkpoint(
                    epoch,
                    0,
                    state,
                    Stream.concat(newest.stream(), ofTheEpoch.stream()).toList());
            if (epoch % 3 == 0) {
                checkpoints.saveEpoch(job, checkpoint);
                newest = checkpoint.newestLosses();
            } else {
                newest = checkpoint.losses();
            }
        }

        results.storeLosses(job, newest);

        assertThat(store.get(job.losses("losses.json"))).hasValue(Json.write(all));
        assertThat(NpyArray.fromBytes(
                                store.get(job.losses("generator_loss.npy")).orElseThrow())
                        .values())
                .hasSize(1_300)
                .endsWith(1_299f);
    }

    private static List<LossPoint> losses(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new LossPoint(i / 100, i % 100, i, i, 1.5f, i, 0.6f, 0.1f))
                .toList();
    }

    @Test
    void aShortRunsTimeLapseHasAFrameASaveStep() throws IOException {
        JobObjects job = new JobObjects("short");
        storeFakes(job, 5, 28);

        results.storeTimeLapse(job, 5);

        assertThat(saveStepsOfFrames(job)).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void aLongRunsTimeLapseIsThinnedOutEvenlyFromTheFirstFrameToTheLast() throws IOException {
        JobObjects job = new JobObjects("long");
        storeFakes(job, 20, 2048); // 32 Mi pixels are 8 of them
        store.delete(job.fakeGrid(1)); // nothing else is read

        results.storeTimeLapse(job, 20);

        assertThat(saveStepsOfFrames(job)).containsExactly(0, 2, 5, 8, 10, 13, 16, 19);
    }

    @Test
    void aTimeLapseOfSmallGridsIsAMinuteLong() throws IOException {
        JobObjects job = new JobObjects("small");
        byte[] black = ImageGrid.of(new float[784], 28, 28).png();
        for (int saveStep = 0; saveStep < 1_199; saveStep += 2) { // nothing else is read
            store.put(job.fakeGrid(saveStep), black, "image/png");
        }

        results.storeTimeLapse(job, 1_199);

        assertThat(saveStepsOfFrames(job)).hasSize(600);
    }

    @Test
    void aTimeLapseThatFailsLeavesNoFileBehind() throws IOException {
        JobObjects job = new JobObjects("gone");
        storeFakes(job, 1, 28);
        List<Path> before = temporaryFiles();

        assertThatIllegalStateException()
                .isThrownBy(() -> results.storeTimeLapse(job, 2))
                .withMessage("jobs/gone/samples/fake_step_1.png is gone");

        assertThat(temporaryFiles()).isEqualTo(before);
    }

    /** The picture of save step N is all of grey 10 N. */
    private void storeFakes(JobObjects job, int count, int side) {
        float[] values = new float[side * side];
        for (int saveStep = 0; saveStep < count; saveStep++) {
            Arrays.fill(values, saveStep * 10 / 127.5f - 1);
            store.put(job.fakeGrid(saveStep), ImageGrid.of(values, side, side).png(), "image/png");
        }
    }

    private List<Integer> saveStepsOfFrames(JobObjects job) throws IOException {
        byte[] gif = store.get(job.timelapse()).orElseThrow();
        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(gif)));
        List<Integer> saveSteps = new ArrayList<>();
        for (int frame = 0; frame < reader.getNumImages(true); frame++) {
            saveSteps.add((reader.read(frame).getRGB(0, 0) & 0xff) / 10);
        }
        return saveSteps;
    }

    private static List<Path> temporaryFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.toString().endsWith(".object")).toList();
        }
    }
}
