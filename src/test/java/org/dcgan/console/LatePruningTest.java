package org.dcgan.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.dcgan.KafkaServer;
import org.dcgan.StoreServer;
import org.dcgan.checkpoint.AcceptedJobs;
import org.dcgan.checkpoint.Checkpoint;
import org.dcgan.checkpoint.CheckpointPruning;
import org.dcgan.checkpoint.Checkpoints;
import org.dcgan.checkpoint.JobObjects;
import org.dcgan.checkpoint.Purges;
import org.dcgan.checkpoint.StoredQualities;
import org.dcgan.gan.Dcgan;
import org.dcgan.message.CheckpointSaved;
import org.dcgan.message.JobState;
import org.dcgan.message.JobState.State;
import org.dcgan.message.Json;
import org.dcgan.message.TrainingJob;
import org.dcgan.process.ServiceThreads;
import org.dcgan.store.ObjectStore;
import org.dcgan.topic.Publisher;
import org.dcgan.topic.SkippedMessages;
import org.dcgan.topic.Topic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

class LatePruningTest {
    @RegisterExtension
    static final KafkaServer BROKER = new KafkaServer();

    @RegisterExtension
    static final StoreServer STORE = new StoreServer();

    private final ObjectStore store = STORE.store();
    private final Checkpoints checkpoints = new Checkpoints(store, Clock.systemUTC());
    private final ServiceThreads threads = new ServiceThreads();
    private final JobIndex index = new JobIndex();
    private final KnownCheckpoints known = new KnownCheckpoints();
    private final Publisher publisher = new Publisher(BROKER::kafka);
    private final ConsoleRole role = new ConsoleRole(
            true,
            BROKER::kafka,
            index,
            known,
            new StoredRuns(store, new AcceptedJobs(store), checkpoints, new Purges(store)),
            threads,
            new SkippedMessages(new SimpleMeterRegistry()));
    private final LatePruning pruning = new LatePruning(
            true,
            role,
            index,
            known,
            new CheckpointPruning(store, checkpoints, new StoredQualities(store), Clock.systemUTC()),
            publisher,
            threads);
    private JobObjects objects;
    private String job;

    @BeforeEach
    void saveTwoEpochsAndStartTheConsole(TestInfo test) {
        job = test.getTestMethod().orElseThrow().getName().toLowerCase();
        objects = new JobObjects(job);
        publisher.publish(
                Topic.JOBS,
                job,
                Json.read("{\"latentSize\":1,\"keepCheckpoints\":1}".getBytes(UTF_8), TrainingJob.class)
                        .identified(job));
        save(0);
        save(1);
        role.start(null);
        await().until(role::isRebuilt);
    }

    @AfterEach
    void stopTheConsole() throws InterruptedException {
        pruning.stop(null);
        role.stop(null);
    }

    @Test
    void aRunThatGoesOnIsLeftToItsTrainer() {
        judge(0);

        pruning.pruneAll();

        assertThat(checkpoints.epochs(job)).containsExactly(0, 1);
    }

    @Test
    void whatWaitedForAJudgeWhenTheRunEndedIsDeleted() {
        end();
        pruning.pruneAll();
        assertThat(checkpoints.epochs(job)).as("not judged yet").containsExactly(0, 1);
        judge(0);

        pruning.pruneAll();

        assertThat(checkpoints.epochs(job)).containsExactly(1);
        role.catchUp();
        assertThat(known.of(job)).extracting(CheckpointSaved::epoch).containsExactly(1);
    }

    @Test
    void filesThatAKilledProcessLeftBehindAreDeleted() {
        judge(0);
        store.delete(objects.epochCheckpoint(0) + "manifest.json");
        publisher.delete(Topic.CHECKPOINTS, job + "/0");
        end();

        pruning.pruneAll();

        assertThat(store.list(objects.epochCheckpoint(0)))
                .extracting(object -> object.key())
                .containsExactly(objects.epochCheckpoint(0) + "quality.json");
    }

    private void save(int epoch) {
        CheckpointSaved saved =
                checkpoints.saveEpoch(objects, new Checkpoint(epoch, epoch + 1, Dcgan.initial(1, 1), List.of()));
        publisher.publish(Topic.CHECKPOINTS, job + "/" + epoch, saved);
    }

    private void judge(int epoch) {
        store.put(objects.epochCheckpoint(epoch) + "quality.json", "{}".getBytes(UTF_8), "application/json");
    }

    private void end() {
        JobState end = new JobState(job, State.SUCCEEDED, 1, 0, 2, 2, 2, null, null, null, Instant.EPOCH);
        publisher.publish(Topic.JOB_STATES, job, end);
        await().until(() -> index.report(job).orElseThrow().state().isTerminal());
    }
}
