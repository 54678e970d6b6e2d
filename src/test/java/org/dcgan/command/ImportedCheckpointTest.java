package org.dcgan.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.dcgan.KafkaServer;
import org.dcgan.StoreServer;
import org.dcgan.TopicReader;
import org.dcgan.checkpoint.AcceptedJobs;
import org.dcgan.checkpoint.Checkpoint;
import org.dcgan.checkpoint.Checkpoints;
import org.dcgan.checkpoint.Purges;
import org.dcgan.checkpoint.Safetensors;
import org.dcgan.gan.Dcgan;
import org.dcgan.message.CheckpointSaved;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.JobState;
import org.dcgan.message.JobState.State;
import org.dcgan.message.Json;
import org.dcgan.message.PurgeRequested;
import org.dcgan.message.TrainingJob;
import org.dcgan.retry.Retries;
import org.dcgan.topic.Publisher;
import org.dcgan.topic.Topic;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

class ImportedCheckpointTest {
    @RegisterExtension
    static final KafkaServer BROKER = new KafkaServer();

    @RegisterExtension
    static final StoreServer STORE = new StoreServer();

    private final Publisher publisher = new Publisher(BROKER::kafka);
    private final AcceptedJobs accepted = new AcceptedJobs(STORE.store());
    private final Checkpoints checkpoints = new Checkpoints(STORE.store(), Clock.systemUTC());
    private final Purges purges = new Purges(STORE.store());
    private final ImportedCheckpoint imported = new ImportedCheckpoint(
            accepted, checkpoints, purges, publisher, new Retries(new SimpleMeterRegistry()), Clock.systemUTC());
    private TrainingJob job;

    @BeforeEach
    void nameTheRun(TestInfo test) {
        String name = test.getTestMethod().orElseThrow().getName().toLowerCase();
        job = Json.read("{\"epochs\":1,\"latentSize\":3}".getBytes(UTF_8), TrainingJob.class)
                .identified(name);
    }

    @Test
    void becomesARunThatHasSucceeded() {
        imported.store(job, networks(1));

        TopicReader topics = new TopicReader(BROKER.kafka());
        assertThat(accepted.find(job.id())).contains(job);
        assertThat(topics.read(Topic.JOB_STATES, job.id(), JobState.class))
                .extracting(JobState::state)
                .containsExactly(State.SUCCEEDED);
        assertThat(topics.read(Topic.JOBS, job.id(), TrainingJob.class)).containsExactly(job);
        CheckpointSaved saved = checkpoints.find(job.id(), 0).orElseThrow();
        assertThat(Safetensors.write(checkpoints.networks(saved).generator()))
                .isEqualTo(Safetensors.write(networks(1).state().generator()));
    }

    @Test
    void theSameNetworksMayBeImportedAgain() {
        imported.store(job, networks(1));
        String before = checkpoints.find(job.id(), 0).orElseThrow().sha256();

        imported.store(job, networks(1));

        assertThat(checkpoints.find(job.id(), 0).orElseThrow().sha256()).isEqualTo(before);
    }

    @Test
    void rejectsOtherNetworksUnderTheSameName() {
        imported.store(job, networks(1));

        assertThatThrownBy(() -> imported.store(job, networks(2)))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessageContaining("NAME")
                .hasMessageContaining(job.id());
    }

    @Test
    void rejectsTheNameOfARunThatIsBeingDeleted() {
        purges.request(new PurgeRequested(job.id(), "me", Instant.EPOCH, null, null));

        assertThatThrownBy(() -> imported.store(job, networks(1)))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessageContaining(job.id());
    }

    private static Checkpoint networks(int seed) {
        return new Checkpoint(0, 0, Dcgan.initial(3, seed), List.of());
    }
}
