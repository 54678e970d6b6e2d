package org.dcgan.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dcgan.StoreServer;
import org.dcgan.gan.Dcgan;
import org.dcgan.gan.GanState;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.Json;
import org.dcgan.message.PurgeRequested;
import org.dcgan.message.TrainingJob;
import org.dcgan.store.ObjectEntry;
import org.dcgan.store.ObjectStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

class StartCheckpointsTest {
    private static final GanState STATE = averaged(Dcgan.initial(10, 1));

    @RegisterExtension
    static final StoreServer SERVER = new StoreServer();

    private final ObjectStore store = SERVER.store();
    private final Checkpoints checkpoints = new Checkpoints(store, Clock.systemUTC());
    private final Purges purges = new Purges(store);
    private final StartCheckpoints starts = new StartCheckpoints(store, purges);
    private JobObjects parent;
    private TrainingJob job;

    @BeforeEach
    void saveTheParent(TestInfo test) {
        String name = test.getTestMethod().orElseThrow().getName().toLowerCase();
        parent = new JobObjects(name + "-p");
        job = job("{\"latentSize\":10,\"startFrom\":\"" + parent.jobId() + "/3\"}", name);
        checkpoints.saveEpoch(parent, new Checkpoint(3, 5, STATE, List.of()));
    }

    @Test
    void aJobThatStartsFromNothingHasNoState() {
        assertThat(starts.state(job("{}", "plain"))).isEmpty();
    }

    @Test
    void copiesNetworksOptimisersAndAverage() {
        GanState state = starts.state(job).orElseThrow();

        assertThat(bytes(state)).isEqualTo(bytes(STATE));
        assertThat(keys("jobs/" + job.id() + "/"))
                .containsExactly(
                        "start/averaged-generator.safetensors",
                        "start/discriminator.safetensors",
                        "start/generator.safetensors",
                        "start/manifest.json",
                        "start/optimizers.safetensors");
    }

    @Test
    void aCopyThatWasCutOffIsMadeAgain() {
        store.put("jobs/" + job.id() + "/start/generator.safetensors", new byte[7], "application/x");

        assertThat(bytes(starts.state(job).orElseThrow()))
                .usingRecursiveFieldByFieldElementComparator()
                .isEqualTo(bytes(STATE));
    }

    @Test
    void needsNoParentAfterTheCopy() {
        starts.state(job);
        purges.objects(parent.jobId()).forEach(store::delete);

        starts.hold(job);

        assertThat(bytes(starts.state(job).orElseThrow()))
                .usingRecursiveFieldByFieldElementComparator()
                .isEqualTo(bytes(STATE));
    }

    @Test
    void holdsTheCheckpointFromSubmissionUntilItIsCopied() {
        starts.hold(job);
        assertThat(keys(parent.epochCheckpoint(3))).contains("held-by-" + job.id());

        starts.state(job);

        assertThat(keys(parent.epochCheckpoint(3))).doesNotContain("held-by-" + job.id());
    }

    @Test
    void refusesAMissingCheckpoint() {
        store.delete(parent.epochCheckpoint(3) + "manifest.json");

        refuses("startFrom must be JOB/EPOCH of a complete checkpoint with both networks and their optimisers"
                + " (there is none of this name), was " + job.startFrom());
        assertThat(keys(parent.epochCheckpoint(3))).doesNotContain("held-by-" + job.id());
    }

    @Test
    void refusesAnotherLatentSize() {
        job = job("{\"startFrom\":\"" + parent.jobId() + "/3\"}", job.id());

        refuses("(its latentSize is 10, that of the job 100)");
    }

    @Test
    void refusesADamagedCheckpoint() {
        store.put(parent.epochCheckpoint(3) + "discriminator.safetensors", new byte[9], "application/x");

        refuses("discriminator.safetensors has other bytes than its manifest says)");
    }

    @Test
    void refusesADamagedManifest() {
        store.put(parent.epochCheckpoint(3) + "manifest.json", new byte[9], "application/x");

        refuses("(it is damaged: " + parent.epochCheckpoint(3) + "manifest.json has other bytes than was announced");
    }

    @Test
    void refusesAGeneratorAlone() {
        GanState alone = new GanState(STATE.generator(), Map.of(), Map.of(), Map.of());
        checkpoints.saveEpoch(parent, new Checkpoint(3, 5, alone, List.of()));

        refuses("(it has no discriminator)");
    }

    @Test
    void refusesARunThatIsBeingDeleted() {
        purges.request(new PurgeRequested(parent.jobId(), null, null, null, null));

        refuses("(run " + parent.jobId() + " is being deleted)");
    }

    private void refuses(String reason) {
        assertThatExceptionOfType(InvalidMessageException.class)
                .isThrownBy(() -> starts.hold(job))
                .withMessageContaining(reason)
                .returns("startFrom", InvalidMessageException::field);
    }

    private List<String> keys(String prefix) {
        return store.list(prefix)
                .map(ObjectEntry::key)
                .map(key -> key.substring(prefix.length()))
                .sorted()
                .toList();
    }

    private static TrainingJob job(String json, String id) {
        return Json.read(json.getBytes(UTF_8), TrainingJob.class).identified(id);
    }

    private static GanState averaged(GanState state) {
        return new GanState(state.generator(), state.discriminator(), state.optimizers(), state.generator());
    }

    /** The SHA-256 of what would be stored. */
    private static List<String> bytes(GanState state) {
        return Stream.of(state.generator(), state.discriminator(), state.optimizers(), state.averaged())
                .map(Safetensors::write)
                .map(StoredCheckpoint::sha256)
                .toList();
    }
}
