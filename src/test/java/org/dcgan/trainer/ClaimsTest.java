package org.dcgan.trainer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.dcgan.embedded.EmbeddedKafka;
import org.dcgan.message.JobState;
import org.dcgan.message.JobState.State;
import org.dcgan.process.ServiceThreads;
import org.dcgan.retry.Retries;
import org.dcgan.topic.JobMessage;
import org.dcgan.topic.Publisher;
import org.dcgan.topic.Topic;
import org.dcgan.trainer.Claims.Standing;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Claims of two workers, each with its own view of the broker. */
@Timeout(60)
class ClaimsTest {
    private static EmbeddedKafka broker;
    private static Map<String, Object> kafka;
    private static Publisher publisher;

    private final JobLedger ledger = new JobLedger(() -> kafka, new ServiceThreads());
    private final JobLedger otherLedger = new JobLedger(() -> kafka, new ServiceThreads());
    private final Claims claims = claims(ledger);
    private final Claims others = claims(otherLedger);

    @BeforeAll
    static void startBroker(@TempDir Path directory) throws Exception {
        broker = EmbeddedKafka.start(directory, 0);
        kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
        publisher = new Publisher(() -> kafka);
        Topics.create(kafka, Topic.JOB_STATES, Topic.CANCELLATIONS);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void open() {
        ledger.open();
        otherLedger.open();
    }

    @AfterEach
    void close() throws InterruptedException {
        ledger.close();
        otherLedger.close();
    }

    @Test
    void ofMessagesTakenUpAtTheSameTimeOneHasTheJob() throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(2);
        for (int round = 0; round < 20; round++) {
            String job = "race-" + round;
            CyclicBarrier start = new CyclicBarrier(2);
            Future<Standing> one = workers.submit(() -> {
                start.await();
                return claims.claim(job, 10, message("a"));
            });
            Future<Standing> two = workers.submit(() -> {
                start.await();
                return others.claim(job, 10, message("b"));
            });

            assertThat(List.of(one.get(), two.get())).as(job).containsExactlyInAnyOrder(Standing.OURS, Standing.OTHERS);
        }
        workers.shutdown();
    }

    @Test
    void theMessageOfAClaimHasItAtEveryWorker() throws Exception {
        claims.claim("redelivered", 10, message("a"));

        assertThat(others.standing("redelivered", message("a"))).isEqualTo(Standing.OURS);
    }

    @Test
    void oneOfAHundredMessagesHasTheJob() throws Exception {
        List<Standing> standings = new ArrayList<>();
        for (int place = 0; place < 100; place++) {
            Claims taking = place % 2 == 0 ? claims : others;
            standings.add(taking.claim("hundred", 10, message("place-" + place)));
        }

        assertThat(standings)
                .startsWith(Standing.OURS)
                .filteredOn(Standing.OURS::equals)
                .hasSize(1);
    }

    @Test
    void aJobThatWasOnlyAnnouncedIsFree() throws Exception {
        publish(state("announced", State.QUEUED, 0, null));

        assertThat(claims.standing("announced", message("a"))).isEqualTo(Standing.FREE);
        assertThat(claims.claim("announced", 10, message("a"))).isEqualTo(Standing.OURS);
    }

    @Test
    void anAnnouncementAfterTheClaimTakesNothingAway() throws Exception {
        claims.claim("announced-late", 10, message("a"));
        publish(state("announced-late", State.QUEUED, 0, null));

        assertThat(others.standing("announced-late", message("a"))).isEqualTo(Standing.OURS);
    }

    @Test
    void aCopyOfTheMessageTakesTheJobOverFromIt() throws Exception {
        claims.claim("copied", 10, message("a"));
        publish(state("copied", State.RUNNING, 3, "a"));

        assertThat(others.standing("copied", message("a>b"))).isEqualTo(Standing.FREE);
        assertThat(others.claim("copied", 10, message("a>b"))).isEqualTo(Standing.OURS);
        assertThat(claims.standing("copied", message("a"))).isEqualTo(Standing.OTHERS);
        assertThat(claims.standing("copied", message("a>c"))).isEqualTo(Standing.OTHERS);
        assertThat(ledger.state("copied")).get().returns(3, JobState::attempt).returns(State.RUNNING, JobState::state);
    }

    @Test
    void theRunningAttemptHasTheJobWhateverElseIsLeftOfTheClaims() throws Exception {
        publish(state("compacted", State.QUEUED, 0, "b")); // came second, but the first is gone
        publish(state("compacted", State.RUNNING, 1, "a"));

        assertThat(claims.standing("compacted", message("a"))).isEqualTo(Standing.OURS);
    }

    @Test
    void aJobThatHasEndedIsNobodys() throws Exception {
        publish(state("ended", State.CANCELLED, 1, "a"));

        assertThat(claims.standing("ended", message("a"))).isEqualTo(Standing.ENDED);
        assertThat(claims.standing("ended", message("b"))).isEqualTo(Standing.ENDED);
    }

    @Test
    void whatIsNoStateIsPassedOver() throws Exception {
        publisher.publish(Topic.JOB_STATES, "broken", Map.of("state", "RUNNING"));
        publisher.publish(Topic.JOB_STATES, "broken", Map.of("jobId", "broken"));

        assertThat(claims.standing("broken", message("a"))).isEqualTo(Standing.FREE);
    }

    private static void publish(JobState state) {
        publisher.publish(Topic.JOB_STATES, state.jobId(), state);
    }

    private static JobState state(String job, State state, int attempt, String origin) {
        return new JobState(
                job,
                state,
                attempt,
                0,
                0,
                0,
                10,
                "a-worker",
                null,
                origin,
                Clock.systemUTC().instant());
    }

    private static JobMessage message(String path) {
        return new JobMessage("job".getBytes(UTF_8), "{}".getBytes(UTF_8), path);
    }

    private static Claims claims(JobLedger ledger) {
        return new Claims(ledger, publisher, new Retries(new SimpleMeterRegistry()), Clock.systemUTC());
    }
}
