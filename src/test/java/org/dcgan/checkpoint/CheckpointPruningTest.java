package org.dcgan.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.dcgan.CountingLine;
import org.dcgan.StoreServer;
import org.dcgan.gan.Dcgan;
import org.dcgan.gan.GanState;
import org.dcgan.message.CheckpointSaved;
import org.dcgan.message.Json;
import org.dcgan.message.QualityMeasured;
import org.dcgan.message.Scores;
import org.dcgan.message.TrainingJob;
import org.dcgan.store.ObjectEntry;
import org.dcgan.store.ObjectStore;
import org.dcgan.store.StoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

class CheckpointPruningTest {
    private static final GanState STATE = Dcgan.initial(10, 1);

    @RegisterExtension
    static final StoreServer SERVER = new StoreServer();

    private final ObjectStore store = SERVER.store();
    private final Checkpoints checkpoints = new Checkpoints(store, Clock.systemUTC());
    private final StoredQualities qualities = new StoredQualities(store);
    private final CheckpointPruning pruning = pruning(Duration.ZERO);
    private final List<String> deleted = new ArrayList<>();
    private TrainingJob job;
    private JobObjects objects;

    @BeforeEach
    void saveFourEpochs(TestInfo test) {
        String name = test.getTestMethod().orElseThrow().getName().toLowerCase();
        job = job("{\"latentSize\":10,\"keepCheckpoints\":2}", name);
        objects = new JobObjects(name);
        for (int epoch = 0; epoch < 4; epoch++) {
            save(epoch);
        }
    }

    @AfterEach
    void unpin() {
        checkpoints.pinned().clear();
        qualities.best(job.dataset()).clear();
    }

    @Test
    void theNewestRemain() {
        prune();

        assertThat(checkpoints.epochs(job.id())).containsExactly(2, 3);
        assertThat(deleted).containsExactly(job.id() + "/0", job.id() + "/1");
        assertThat(files(0)).isEmpty();
        assertThat(files(2)).contains("optimizers.safetensors");
    }

    @Test
    void deletesNothingOfAJobThatKeepsAllCheckpoints() {
        job = job("{\"latentSize\":10}", job.id());

        prune();

        assertThat(checkpoints.epochs(job.id())).containsExactly(0, 1, 2, 3);
    }

    @Test
    void thePinnedOneLosesItsOptimisersAndIsStillTheSameCheckpoint() {
        CheckpointSaved pinned = checkpoints.find(job.id(), 1).orElseThrow();
        checkpoints.pinned().set(pinned);

        prune();

        assertThat(checkpoints.epochs(job.id())).containsExactly(1, 2, 3);
        assertThat(files(1)).doesNotContain("optimizers.safetensors");
        assertThat(checkpoints.networks(pinned).discriminator()).isNotEmpty();
        assertThat(checkpoints.find(job.id(), 1).orElseThrow().sha256()).isEqualTo(pinned.sha256());
        assertThat(manifestFiles(1)).doesNotContain("optimizers.safetensors").isSubsetOf(files(1));
    }

    @Test
    void theBestOneRemains() {
        judge(0, 50);
        judge(1, 20);
        judge(2, 30);

        prune();

        assertThat(checkpoints.epochs(job.id())).containsExactly(1, 2, 3);
        assertThat(files(0)).containsExactly("quality.json");
    }

    @Test
    void theBestOfItsDataSetRemains() {
        qualities.best(job.dataset()).set(checkpoints.find(job.id(), 0).orElseThrow());

        prune();

        assertThat(checkpoints.epochs(job.id())).containsExactly(0, 2, 3);
    }

    @Test
    void theBestIsThatOfTheNewestJudge() {
        qualities.save(quality(0, 1, "old"));
        judge(1, 20);
        judge(2, 30);

        prune();

        assertThat(checkpoints.epochs(job.id())).containsExactly(1, 2, 3);
    }

    @Test
    void oneThatIsToBeJudgedWaits() {
        pruning.prune(job, true, name -> deleted.add(name.toString()));

        assertThat(checkpoints.epochs(job.id())).containsExactly(0, 1, 2, 3);
    }

    @Test
    void oneThatNoJudgeHasJudgedForLongIsDeleted() {
        pruning(CheckpointPruning.PATIENCE_WITH_THE_JUDGE.plusSeconds(60))
                .prune(job, true, name -> deleted.add(name.toString()));

        assertThat(checkpoints.epochs(job.id())).containsExactly(2, 3);
    }

    @Test
    void costsAsMuchAfterManyEpochsAsAfterFew() throws IOException {
        try (CountingLine line = new CountingLine(SERVER.endpoint().getPort())) {
            ObjectStore counted = StoreServer.connect(line.endpoint());
            CheckpointPruning of = new CheckpointPruning(
                    counted,
                    new Checkpoints(counted, Clock.systemUTC()),
                    new StoredQualities(counted),
                    Clock.systemUTC());
            of.prune(job, true, name -> {}); // connects
            int early = line.count(() -> of.prune(job, true, name -> {}));
            for (int epoch = 4; epoch < 34; epoch++) {
                store.put(objects.epochCheckpoint(epoch) + "quality.json", "{}".getBytes(UTF_8), "application/json");
                store.put(objects.epochCheckpoint(epoch + 30) + "manifest.json", new byte[0], "application/json");
            }

            int late = line.count(() -> of.prune(job, true, name -> {}));

            assertThat(late).isEqualTo(early);
        }
    }

    @Test
    void oneThatAJobWaitsToStartFromRemainsWhole() {
        new StartCheckpoints(store, new Purges(store))
                .hold(job("{\"latentSize\":10,\"startFrom\":\"" + job.id() + "/0\"}", job.id() + "-c"));

        prune();

        assertThat(checkpoints.epochs(job.id())).containsExactly(0, 2, 3);
        assertThat(files(0)).contains("optimizers.safetensors");
    }

    @Test
    void completesAnInterruptedDeletion() {
        store.delete(objects.epochCheckpoint(0) + "manifest.json");
        store.delete(objects.epochCheckpoint(0) + "generator.safetensors");

        prune();

        assertThat(files(0)).isEmpty();
        assertThat(deleted).contains(job.id() + "/0");
    }

    @Test
    void whatIsCutOffAfterAnyRequestIsNotListedAsWholeAndIsCompleted() throws IOException {
        for (int requests = 0; isCutOffAfter(requests); requests++) {
            assertThat(checkpoints.epochs(job.id()))
                    .as("after %d requests", requests)
                    .contains(1, 2, 3);
            for (int epoch : checkpoints.epochs(job.id())) {
                assertThat(manifestFiles(epoch))
                        .as("epoch %d, after %d requests", epoch, requests)
                        .isSubsetOf(files(epoch));
            }

            prune();

            assertThat(checkpoints.epochs(job.id())).containsExactly(1, 2, 3);
            assertThat(files(0)).isEmpty();
            assertThat(files(1)).contains("generator.safetensors").doesNotContain("optimizers.safetensors");
            assertThat(deleted).contains(job.id() + "/0");
        }
        assertThat(files(0)).as("pruned without a cut").isEmpty();
    }

    /** Prunes a new run, whose second checkpoint is pinned, over a line that is cut; false if that was after the last request. */
    private boolean isCutOffAfter(int requests) throws IOException {
        List<String> names = files(3);
        byte[] manifest =
                store.get(objects.epochCheckpoint(3) + "manifest.json").orElseThrow();
        job = job("{\"latentSize\":10,\"keepCheckpoints\":2}", "cut-after-" + requests);
        objects = new JobObjects(job.id());
        for (int epoch = 0; epoch < 4; epoch++) {
            for (String file : names) {
                byte[] bytes = file.equals("manifest.json") ? manifest : new byte[1];
                store.put(objects.epochCheckpoint(epoch) + file, bytes, "application/x");
            }
        }
        checkpoints.pinned().set(new CheckpointSaved(job.id(), 1, 5, "key", "sum", Instant.EPOCH));
        try (CountingLine line = new CountingLine(SERVER.endpoint().getPort())) {
            ObjectStore cut = StoreServer.connect(line.endpoint());
            line.cutAfter(requests);
            CheckpointPruning killed = new CheckpointPruning(
                    cut, new Checkpoints(cut, Clock.systemUTC()), new StoredQualities(cut), Clock.systemUTC());
            return catchThrowableOfType(
                            StoreException.class, () -> killed.prune(job, false, name -> deleted.add(name.toString())))
                    != null;
        }
    }

    @Test
    void optimisersThatWereLeftBehindAreDeleted() {
        checkpoints.pinned().set(checkpoints.find(job.id(), 0).orElseThrow());
        byte[] optimizers =
                store.get(objects.epochCheckpoint(0) + "optimizers.safetensors").orElseThrow();
        prune();
        store.put(objects.epochCheckpoint(0) + "optimizers.safetensors", optimizers, "application/x");

        prune();

        assertThat(files(0)).doesNotContain("optimizers.safetensors");
    }

    @Test
    void aCheckpointThatIsBeingWrittenStays() {
        store.put(objects.epochCheckpoint(4) + "generator.safetensors", new byte[1], "application/x");

        prune();

        assertThat(files(4)).containsExactly("generator.safetensors");
    }

    @Test
    void resumesFromTheNewestCheckpointAfterPruning() {
        prune();

        assertThat(checkpoints.newest(objects).orElseThrow().epoch()).isEqualTo(3);
    }

    private void prune() {
        pruning.prune(job, false, name -> deleted.add(name.toString()));
    }

    private CheckpointPruning pruning(Duration later) {
        Clock clock = Clock.offset(Clock.systemUTC(), later);
        return new CheckpointPruning(store, checkpoints, qualities, clock);
    }

    private void save(int epoch) {
        checkpoints.saveEpoch(objects, new Checkpoint(epoch, 5L * (epoch + 1), STATE, List.of()));
    }

    private void judge(int epoch, double distance) {
        qualities.save(quality(epoch, distance, "judge"));
    }

    private QualityMeasured quality(int epoch, double distance, String judge) {
        Scores scores = new Scores(distance, 0, 1, 0, 0, 0, Collections.nCopies(10, 0.1));
        return new QualityMeasured(job.id(), epoch, 5, "00ff", judge, 10, scores, null, null, null, null);
    }

    private List<String> files(int epoch) {
        String folder = objects.epochCheckpoint(epoch);
        return store.list(folder)
                .map(ObjectEntry::key)
                .map(key -> key.substring(folder.length()))
                .toList();
    }

    private List<String> manifestFiles(int epoch) {
        byte[] json =
                store.get(objects.epochCheckpoint(epoch) + "manifest.json").orElseThrow();
        return Json.read(json, Manifest.class).files().stream()
                .map(Manifest.File::name)
                .toList();
    }

    private static TrainingJob job(String json, String id) {
        return Json.read(json.getBytes(UTF_8), TrainingJob.class).identified(id);
    }
}
