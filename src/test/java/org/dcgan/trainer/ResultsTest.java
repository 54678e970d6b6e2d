package org.dcgan.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import org.dcgan.StoreServer;
import org.dcgan.checkpoint.JobObjects;
import org.dcgan.picture.ImageGrid;
import org.dcgan.store.ObjectStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ResultsTest {
    @RegisterExtension
    static final StoreServer SERVER = new StoreServer();

    private final ObjectStore store = SERVER.store();

    private final Results results = new Results(store);

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
            return files.filter(file -> file.toString().endsWith(".gif")).toList();
        }
    }
}
