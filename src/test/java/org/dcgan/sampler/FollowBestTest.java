package org.dcgan.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dcgan.checkpoint.Checkpoint;
import org.dcgan.checkpoint.Checkpoints;
import org.dcgan.checkpoint.JobObjects;
import org.dcgan.checkpoint.StoredQualities;
import org.dcgan.device.ComputeDevice;
import org.dcgan.embedded.EmbeddedS3;
import org.dcgan.gan.DeviceName;
import org.dcgan.gan.InitialStates;
import org.dcgan.message.CheckpointName;
import org.dcgan.message.CheckpointSaved;
import org.dcgan.process.ServiceThreads;
import org.dcgan.store.ObjectStore;
import org.dcgan.store.StoreConfig;
import org.dcgan.topic.SkippedMessages;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A sampler that follows the best checkpoint. */
@Execution(ExecutionMode.CONCURRENT)
class FollowBestTest {
    @TempDir
    Path directory;

    private EmbeddedS3 server;
    private Checkpoints checkpoints;
    private StoredQualities qualities;
    private ServedCheckpoint served;
    private CheckpointFollower follower;

    @BeforeEach
    void startFollower() throws IOException {
        server = EmbeddedS3.start(directory, 0, "access", "secret");
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withMapping(StoreConfig.class)
                .withMapping(SamplerConfig.class)
                .withDefaultValue("dcgan.s3.endpoint", server.endpoint().toString())
                .withDefaultValue("dcgan.s3.access-key", "access")
                .withDefaultValue("dcgan.s3.secret-key", "secret")
                .withDefaultValue("dcgan.sampler.follow", "best")
                .withDefaultValue("dcgan.sampler.poll", "PT10S")
                .addDefaultInterceptors()
                .build();
        SamplerConfig sampler = config.getConfigMapping(SamplerConfig.class);
        ObjectStore store = new ObjectStore(() -> config.getConfigMapping(StoreConfig.class));
        checkpoints = new Checkpoints(store, Clock.systemUTC());
        qualities = new StoredQualities(store);
        ComputeDevice device = new ComputeDevice(DeviceName.CPU);
        Loader loader = new Loader(checkpoints, sampler, device);
        CheckpointCache cache = new CheckpointCache(loader, sampler);
        served = new ServedCheckpoint(cache);
        FollowerReport report =
                new FollowerReport(false, sampler, served, Clock.systemUTC(), new SimpleMeterRegistry());
        follower = new CheckpointFollower(
                true,
                Map::of,
                sampler,
                checkpoints,
                qualities,
                loader,
                served,
                cache,
                report,
                device,
                new ServiceThreads(),
                new SkippedMessages(new SimpleMeterRegistry()));
    }

    @AfterEach
    void stop() throws Exception {
        follower.stop(null);
        served.close();
        server.close();
    }

    @Test
    void whileNoneIsJudgedTheLatestIsServed() {
        checkpoints.latest().set(save(0));
        follower.lookNow();
        checkpoints.latest().set(save(1));

        follower.lookNow();

        assertThat(servedEpoch()).isEqualTo(1);
    }

    @Test
    void theBestIsServedThoughItIsNotTheLatest() {
        CheckpointSaved best = save(0);
        checkpoints.latest().set(save(1));
        follower.lookNow();
        qualities.best().set(best);

        follower.lookNow();

        assertThat(servedEpoch()).isZero();
    }

    @Test
    void aNewerOneIsNotServedUntilItIsTheBest() {
        qualities.best().set(save(0));
        CheckpointSaved newer = save(1);
        checkpoints.latest().set(newer);
        follower.lookNow();
        assertThat(servedEpoch()).isZero();

        qualities.best().set(newer);
        follower.lookNow();

        assertThat(servedEpoch()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"latest, false,", "best, true,", "best:letters, true, letters"})
    void readsWhatToFollow(String text, boolean best, String dataset) {
        Follow follow = Follow.of(text);

        assertThat(follow)
                .isEqualTo(new Follow(best, Optional.ofNullable(dataset)))
                .hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"worst", "best:", "best:Letters", "LATEST"})
    void refusesWhatCannotBeFollowed(String text) {
        assertThatThrownBy(() -> Follow.of(text))
                .hasMessage("takes latest, best or best:NAME of a data set, was " + text);
    }

    @Test
    void namesTheBestOfADataSet() {
        qualities.best("letters").set(save(3));
        Choice choice = new Choice();
        choice.dataset = "letters";

        assertThat(choice.checkpoint(qualities)).contains(new CheckpointName("job", 3));

        choice.dataset = "digits";
        assertThatThrownBy(() -> choice.checkpoint(qualities))
                .hasMessage("no checkpoint of data set digits has been judged");
    }

    @Test
    void aPinCountsMoreThanTheBest() {
        qualities.best().set(save(0));
        checkpoints.pinned().set(save(1));

        follower.lookNow();
        assertThat(servedEpoch()).isEqualTo(1);

        checkpoints.pinned().clear();
        follower.lookNow();

        assertThat(servedEpoch()).isZero();
    }

    private int servedEpoch() {
        return served.saved().orElseThrow().epoch();
    }

    private CheckpointSaved save(int epoch) {
        return checkpoints.saveEpoch(
                new JobObjects("job"), new Checkpoint(epoch, epoch, InitialStates.withoutMoments(4, epoch), List.of()));
    }
}
