package org.dcgan.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.dcgan.checkpoint.Checkpoint;
import org.dcgan.checkpoint.LossPoint;
import org.dcgan.dataset.Dataset;
import org.dcgan.dataset.Images;
import org.dcgan.gan.Tensor;
import org.dcgan.message.Json;
import org.dcgan.message.TrainingJob;
import org.junit.jupiter.api.Test;

/** The loop without a broker and a store: a listener notes what it makes. */
class TrainingRunTest {
    private final AtomicLong clock = new AtomicLong();
    private final Notes notes = new Notes();

    @Test
    void recordsAndSavesWhatTheJobAsksFor() throws Exception {
        TrainingRun.End end = train(
                "{\"limit\":24,\"batchSize\":8,\"epochs\":2,\"recordEvery\":2,\"checkpointEvery\":2}", Optional::empty);

        assertThat(end.stopReason()).isEmpty();
        assertThat(notes.all)
                .containsExactly(
                        "started 0",
                        "recorded 0",
                        "step saved 2",
                        "recorded 2",
                        "epoch 0 saved 3",
                        "recorded 3",
                        "step saved 5",
                        "recorded 5",
                        "epoch 1 saved 6",
                        "finished with 4 losses");
    }

    @Test
    void savesWhenTheTimerIsDue() throws Exception {
        train("{\"limit\":32,\"batchSize\":8,\"epochs\":1,\"recordEvery\":100}", () -> {
            clock.addAndGet(Duration.ofSeconds(40).toNanos());
            return Optional.empty();
        });

        assertThat(notes.all)
                .containsExactly(
                        "started 0", "recorded 0", "step saved 2", "epoch 0 saved 4", "finished with 1 losses");
    }

    @Test
    void keepsItsStateWhenTheLeaseIsLost() throws Exception {
        TrainingRun.End end = train(
                "{\"limit\":24,\"batchSize\":8,\"epochs\":1}",
                () -> notes.reached < 2 ? Optional.empty() : Optional.of(StopReason.LEASE_LOST));

        assertThat(end.stopReason()).contains(StopReason.LEASE_LOST);
        assertThat(end.state().step()).isEqualTo(2);
    }

    @Test
    void keepsNoStateOfACancelledRun() throws Exception {
        TrainingRun.End end =
                train("{\"limit\":24,\"batchSize\":8,\"epochs\":1}", () -> Optional.of(StopReason.CANCELLED));

        assertThat(end.state()).isNull();
    }

    private TrainingRun.End train(String json, Supplier<Optional<StopReason>> stop) throws Exception {
        TrainingJob job = Json.read(json.getBytes(StandardCharsets.UTF_8), TrainingJob.class)
                .identified("noted");
        Images images = Dataset.named("mnist").orElseThrow().training().limit(job.limit());
        CheckpointTimer timer = new CheckpointTimer(Duration.ofMinutes(1), clock::get);
        return new TrainingRun(job, images, Device.cpu(), notes, stop, timer).train(TrainingRun.beginning(job));
    }

    private static final class Notes implements RunListener {
        final List<String> all = new ArrayList<>();
        long reached;

        @Override
        public void started(int epoch, long step) {
            all.add("started " + step);
        }

        @Override
        public void reached(int epoch, long step) {
            reached = step;
        }

        @Override
        public void recorded(LossPoint point, float[] real, float[] fakes, double imagesPerSecond) {
            all.add("recorded " + point.step());
        }

        @Override
        public void epochSaved(Checkpoint checkpoint) {
            all.add("epoch %d saved %d".formatted(checkpoint.epoch(), checkpoint.step()));
        }

        @Override
        public void stepSaved(Checkpoint checkpoint) {
            all.add("step saved " + checkpoint.step());
        }

        @Override
        public void finished(List<LossPoint> losses, Map<String, Tensor> generator, Device device) {
            all.add("finished with %d losses".formatted(losses.size()));
        }
    }
}
