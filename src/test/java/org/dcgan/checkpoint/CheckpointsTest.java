package org.dcgan.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dcgan.CountingLine;
import org.dcgan.StoreServer;
import org.dcgan.gan.Dcgan;
import org.dcgan.gan.GanState;
import org.dcgan.message.CheckpointSaved;
import org.dcgan.message.Json;
import org.dcgan.message.QualityMeasured;
import org.dcgan.message.Scores;
import org.dcgan.store.ObjectEntry;
import org.dcgan.store.ObjectStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

class CheckpointsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    /** Without the moments, so that checksums take less time. */
    private static final GanState STATE = withoutMoments(Dcgan.initial(10, 1));

    private static final LossPoint POINT = new LossPoint(0, 0, 0, 0, 1.5f, 0.7f, 0.6f, 0.4f);

    @RegisterExtension
    static final StoreServer SERVER = new StoreServer();

    private final ObjectStore store = SERVER.store();

    private final Checkpoints checkpoints = new Checkpoints(store, Clock.fixed(NOW, ZoneOffset.UTC));
    private final StoredQualities qualities = new StoredQualities(store);
    private JobObjects job;

    @BeforeEach
    void newJob(TestInfo test) {
        job = new JobObjects(test.getTestMethod().orElseThrow().getName().toLowerCase());
    }

    @Test
    void aJobWithoutCheckpointsHasNoNewest() {
        assertThat(checkpoints.newest(job)).isEmpty();
    }

    @Test
    void aCheckpointThatIsAnnouncedLateDoesNotTakeThePlaceOfALaterOne() {
        CheckpointSaved earlier = saved(0, NOW);
        CheckpointSaved later = saved(1, NOW.plusSeconds(1));
        checkpoints.latest().set(later);

        checkpoints.latest().setIfNewer(earlier);

        assertThat(checkpoints.latest().get()).contains(later);
    }

    @Test
    void aLaterCheckpointTakesThePlaceOfAnEarlierOneOrOfABrokenPointer() {
        store.put("latest.json", "{}".getBytes(UTF_8), "application/json");
        checkpoints.latest().setIfNewer(saved(0, NOW));
        assertThat(checkpoints.latest().get()).contains(saved(0, NOW));

        checkpoints.latest().setIfNewer(saved(1, NOW.plusSeconds(1)));

        assertThat(checkpoints.latest().get()).contains(saved(1, NOW.plusSeconds(1)));
    }

    @Test
    void readsBackWhatWasSaved() {
        checkpoints.saveEpoch(job, new Checkpoint(0, 5, STATE, List.of(POINT)));

        Checkpoint newest = checkpoints.newest(job).orElseThrow();

        assertThat(newest.step()).isEqualTo(5);
        assertThat(newest.losses()).containsExactly(POINT);
        assertThat(newest.state().generator().get("upsample.3.weight").floats())
                .isEqualTo(STATE.generator().get("upsample.3.weight").floats());
        assertThat(newest.state().optimizers())
                .containsOnlyKeys(STATE.optimizers().keySet());
    }

    @Test
    void aCheckpointContainsOnlyTheLossesAfterTheLastPart() {
        Checkpoint early = new Checkpoint(0, 5, STATE, losses(0, 512));
        checkpoints.saveEpoch(job, early);
        Checkpoint late = new Checkpoint(1, 10, STATE, losses(0, 1_030));
        checkpoints.saveEpoch(job, late);

        assertThat(early.newestLosses()).isEqualTo(losses(0, 512));
        assertThat(late.newestLosses()).isEqualTo(losses(1_024, 1_030));
        assertThat(checkpoints.newest(job).orElseThrow().losses()).isEqualTo(late.newestLosses());
        assertThat(checkpoints.losses(job)).isEqualTo(losses(0, 1_030));
        assertThat(store.list(job.losses("")).map(ObjectEntry::key))
                .containsExactly(job.losses("part-0.json"), job.losses("part-1.json"));
    }

    @Test
    void aPartOfTheLossesThatIsMissingIsNamed() {
        checkpoints.saveEpoch(job, new Checkpoint(0, 5, STATE, losses(0, 600)));
        store.delete(job.losses("part-0.json"));

        assertThatThrownBy(() -> checkpoints.losses(job))
                .isInstanceOf(DamagedCheckpointException.class)
                .hasMessage(job.losses("part-0.json") + " is missing");
    }

    @Test
    void aPartOfTheLossesWithOtherPointsIsDamaged() {
        checkpoints.saveEpoch(job, new Checkpoint(0, 5, STATE, losses(0, 600)));
        store.put(job.losses("part-0.json"), Json.write(losses(1, 513)), "application/json");

        assertThatThrownBy(() -> checkpoints.losses(job))
                .isInstanceOf(DamagedCheckpointException.class)
                .hasMessage(job.losses("part-0.json") + " must have the points 0 to 511");
    }

    @Test
    void aCheckpointOfAnEarlierVersionContainsAllLosses() {
        saveAsBefore(0, losses(0, 1_100));

        Checkpoint newest = checkpoints.newest(job).orElseThrow();
        List<LossPoint> further = Stream.concat(newest.losses().stream(), losses(1_100, 1_200).stream())
                .toList();
        assertThat(checkpoints.losses(job)).isEqualTo(losses(0, 1_100));
        checkpoints.saveEpoch(job, new Checkpoint(1, 10, STATE, further));

        assertThat(checkpoints.newest(job).orElseThrow().losses()).isEqualTo(losses(1_024, 1_200));
        assertThat(checkpoints.losses(job)).isEqualTo(losses(0, 1_200));
    }

    @Test
    void aCheckpointCostsAsMuchAfterManyEpochsAsAfterFew() throws IOException {
        try (CountingLine line = new CountingLine(SERVER.endpoint().getPort())) {
            Checkpoints counted = new Checkpoints(StoreServer.connect(line.endpoint()), Clock.systemUTC());
            saveAsBefore(0, losses(0, 10));
            counted.newest(job);
            int early = line.count(() -> counted.saveEpoch(job, checkpoint(1, 2)));
            int earlyRead = line.count(() -> counted.newest(job));
            for (int epoch = 2; epoch < 100; epoch++) {
                keepManifest(epoch);
            }

            int late = line.count(() -> counted.saveEpoch(job, checkpoint(100, 101)));
            int lateRead = line.count(() -> counted.newest(job));

            assertThat(late).isEqualTo(early);
            assertThat(lateRead).isEqualTo(earlyRead);
        }
    }

    /** A checkpoint with all losses in it, however many. */
    private void saveAsBefore(int epoch, List<LossPoint> losses) {
        checkpoints.saveEpoch(job, new Checkpoint(epoch, epoch + 1, STATE, List.of()));
        String directory = job.epochCheckpoint(epoch);
        Manifest manifest = Json.read(store.get(directory + "manifest.json").orElseThrow(), Manifest.class);
        byte[] json = Json.write(losses);
        List<Manifest.File> files = manifest.files().stream()
                .map(file -> file.name().equals("losses.json")
                        ? new Manifest.File("losses.json", json.length, StoredCheckpoint.sha256(json))
                        : file)
                .toList();
        store.put(directory + "losses.json", json, "application/json");
        store.put(
                directory + "manifest.json",
                Json.write(new Manifest(job.jobId(), epoch, epoch + 1, files, null)),
                "application/json");
    }

    private void keepManifest(int epoch) {
        Manifest manifest = new Manifest(job.jobId(), epoch, epoch + 1, List.of(), null);
        store.put(job.epochCheckpoint(epoch) + "manifest.json", Json.write(manifest), "application/json");
    }

    private static List<LossPoint> losses(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> new LossPoint(i, 0, i, i, 1.5f, 0.7f, 0.6f, 0.4f))
                .toList();
    }

    @Test
    void anAveragedGeneratorIsSavedBesideThePlainOne() {
        GanState averaging =
                new GanState(STATE.generator(), STATE.discriminator(), STATE.optimizers(), STATE.generator());

        CheckpointSaved saved = checkpoints.saveEpoch(job, new Checkpoint(0, 5, averaging, List.of(POINT)));

        assertThat(checkpoints.networks(saved).averaged())
                .containsOnlyKeys(STATE.generator().keySet());
        assertThat(checkpoints.newest(job).orElseThrow().state().averaged())
                .containsOnlyKeys(STATE.generator().keySet());
    }

    @Test
    void theNewestIsTheOneOfTheMostSteps() {
        checkpoints.saveEpoch(job, checkpoint(9, 50));
        checkpoints.saveEpoch(job, checkpoint(10, 55));
        checkpoints.saveStep(job, checkpoint(11, 57));

        assertThat(checkpoints.newest(job).map(Checkpoint::step)).hasValue(57L);
    }

    @Test
    void aDamagedCheckpointIsPassedOver() {
        checkpoints.saveEpoch(job, checkpoint(0, 5));
        checkpoints.saveEpoch(job, checkpoint(1, 10));
        byte[] bytes =
                store.get(job.epochCheckpoint(1) + "generator.safetensors").orElseThrow();
        bytes[bytes.length - 1] ^= 1;
        store.put(job.epochCheckpoint(1) + "generator.safetensors", bytes, "application/octet-stream");

        assertThat(checkpoints.newest(job).map(Checkpoint::step)).hasValue(5L);
    }

    @Test
    void halfACheckpointIsPassedOver() {
        checkpoints.saveEpoch(job, checkpoint(0, 5));
        checkpoints.saveEpoch(job, checkpoint(1, 10));
        store.delete(job.epochCheckpoint(1) + "optimizers.safetensors");

        assertThat(checkpoints.newest(job).map(Checkpoint::step)).hasValue(5L);
    }

    @Test
    void aTornManifestIsPassedOver() {
        checkpoints.saveEpoch(job, checkpoint(0, 5));
        store.put(job.epochCheckpoint(1) + "manifest.json", "{\"jobId\":".getBytes(), "application/json");

        assertThat(checkpoints.newest(job).map(Checkpoint::step)).hasValue(5L);
    }

    @Test
    void aCheckpointWithinAnEpochGoesWhenANewerOneIsComplete() {
        checkpoints.saveStep(job, checkpoint(0, 2));
        checkpoints.saveStep(job, checkpoint(0, 4));
        checkpoints.saveEpoch(job, checkpoint(0, 5));

        assertThat(store.list(job.checkpoints()).map(ObjectEntry::key))
                .hasSize(5)
                .allMatch(key -> key.startsWith(job.epochCheckpoint(0)));
    }

    @Test
    void twoAttemptsWriteTheSameBytes() {
        String first = checkpoints.saveEpoch(job, checkpoint(0, 5)).sha256();

        assertThat(checkpoints.saveEpoch(job, checkpoint(0, 5)).sha256()).isEqualTo(first);
    }

    @Test
    void theLatestIsTheOnePublishedLast() {
        CheckpointSaved saved = checkpoints.saveEpoch(job, checkpoint(0, 5));

        checkpoints.latest().set(saved);

        assertThat(checkpoints.latest().get()).isEqualTo(Optional.of(saved));
        assertThat(saved.manifest()).isEqualTo(job.epochCheckpoint(0) + "manifest.json");
        assertThat(saved.at()).isEqualTo(NOW);
    }

    @Test
    void theLatestDoesNotGoBackToACheckpointThatIsWrittenDownLate() {
        CheckpointSaved saved = checkpoints.saveEpoch(job, checkpoint(0, 5));
        checkpoints.latest().set(at(saved, NOW.plusSeconds(60)));

        checkpoints.latest().setIfNewer(at(saved, NOW.plusSeconds(30)));

        assertThat(checkpoints.latest().get()).hasValue(at(saved, NOW.plusSeconds(60)));
    }

    @Test
    void replacesTheLatestByANewerOneOrIfItIsInvalid() {
        CheckpointSaved saved = checkpoints.saveEpoch(job, checkpoint(0, 5));
        store.put("latest.json", "{\"jobId\":".getBytes(), "application/json");

        checkpoints.latest().setIfNewer(saved);
        checkpoints.latest().setIfNewer(at(saved, NOW.plusSeconds(1)));

        assertThat(checkpoints.latest().get()).hasValue(at(saved, NOW.plusSeconds(1)));
    }

    @Test
    void aCheckpointThatIsNamedMeanwhileIsLookedAtToo() {
        CheckpointSaved saved = checkpoints.saveEpoch(job, checkpoint(0, 5));
        CheckpointSaved newer = at(saved, NOW.plusSeconds(1));
        CheckpointSaved newest = at(saved, NOW.plusSeconds(2));
        checkpoints.latest().set(saved);

        checkpoints.latest().setIf(newer, named -> {
            if (named.equals(saved)) {
                checkpoints.latest().set(newest);
            }
            return newer.isNewerThan(named);
        });

        assertThat(checkpoints.latest().get()).hasValue(newest);
    }

    private static CheckpointSaved at(CheckpointSaved saved, Instant at) {
        return new CheckpointSaved(saved.jobId(), saved.epoch(), saved.step(), saved.manifest(), saved.sha256(), at);
    }

    @Test
    void aCheckpointThatIsFoundIsOfTheTimeAtWhichItWasStored() {
        CheckpointSaved saved = checkpoints.saveEpoch(job, checkpoint(3, 5));

        CheckpointSaved found = checkpoints.find(job.jobId(), 3).orElseThrow();

        assertThat(found).usingRecursiveComparison().ignoringFields("at").isEqualTo(saved);
        assertThat(found.at()).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
    }

    @Test
    void aQualityIsKeptBesideItsCheckpoint() {
        checkpoints.saveEpoch(job, checkpoint(0, 5));
        checkpoints.saveEpoch(job, checkpoint(1, 10));
        QualityMeasured quality = quality(1);

        qualities.save(quality);

        assertThat(qualities.find(job.jobId(), 1)).hasValue(quality);
        assertThat(qualities.find(job.jobId(), 0)).isEmpty();
        assertThat(qualities.tags(job.jobId())).containsOnlyKeys(1);
        assertThat(checkpoints.epochs(job.jobId())).containsExactly(0, 1);
    }

    @Test
    void theBestIsTheOnePublishedAsTheBest() {
        CheckpointSaved saved = checkpoints.saveEpoch(job, checkpoint(0, 5));

        qualities.best().set(saved);

        assertThat(qualities.best().get()).hasValue(saved);
        assertThat(qualities.best().tag()).isPresent();
    }

    private static GanState withoutMoments(GanState state) {
        return new GanState(
                state.generator(),
                state.discriminator(),
                Map.of("step", state.optimizers().get("step")),
                Map.of());
    }

    private CheckpointSaved saved(int epoch, Instant at) {
        return new CheckpointSaved(job.jobId(), epoch, 5, "manifest.json", "00ff", at);
    }

    private QualityMeasured quality(int epoch) {
        Scores scores = new Scores(12.5, 0.25, 8.5, 0.75, 0.5, 0.875, List.of(1.0));
        return new QualityMeasured(job.jobId(), epoch, 10, "sum", "judge", 5_000, scores, null, null, null, null);
    }

    private static Checkpoint checkpoint(int epoch, long step) {
        return new Checkpoint(epoch, step, STATE, List.of(POINT));
    }
}
