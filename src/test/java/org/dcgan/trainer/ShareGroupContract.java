package org.dcgan.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.dcgan.trainer.JobHandler.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the worker's protocol rests on in a share group; held by a real broker and by the model of one. */
@Timeout(120)
abstract class ShareGroupContract {
    static final Duration LOCK = Duration.ofSeconds(3);

    /** A delivery. */
    record Taken(String message, int deliveries) {}

    abstract void publish(String message) throws Exception;

    /** The next message for a worker that has none; empty if none comes within a second. */
    abstract Optional<Taken> take(int worker) throws Exception;

    abstract boolean renew(int worker) throws Exception;

    abstract boolean finish(int worker, Verdict verdict) throws Exception;

    /** Ends a worker's connection. */
    abstract void disconnect(int worker) throws Exception;

    abstract void restartBroker() throws Exception;

    abstract void let(Duration time) throws Exception;

    @Test
    void deliversInTheOrderOfPublication() throws Exception {
        publish("a");
        publish("b");

        Taken first = take(1).orElseThrow();
        finish(1, Verdict.DONE);
        Taken second = take(1).orElseThrow();

        assertThat(first).isEqualTo(new Taken("a", 1));
        assertThat(second).isEqualTo(new Taken("b", 1));
    }

    @Test
    void deliversAMessageToOneWorkerAndTheNextToAnother() throws Exception {
        publish("a");
        publish("b");

        Taken first = take(1).orElseThrow();
        Taken second = take(2).orElseThrow();

        assertThat(first.message()).isEqualTo("a");
        assertThat(second.message()).isEqualTo("b");
    }

    @Test
    void deliversNoMessageThatWasAcknowledged() throws Exception {
        publish("a");
        take(1);

        boolean acknowledged = finish(1, Verdict.DONE);

        assertThat(acknowledged).isTrue();
        assertThat(take(2)).isEmpty();
    }

    @Test
    void countsTheDeliveriesOfAMessageThatIsGivenBack() throws Exception {
        publish("a");
        take(1);

        finish(1, Verdict.GIVE_BACK);

        assertThat(take(2)).contains(new Taken("a", 2));
    }

    @Test
    void dropsAMessageThatWasGivenBackFiveTimes() throws Exception {
        publish("a");
        for (int time = 1; time <= 5; time++) {
            assertThat(take(1)).contains(new Taken("a", time));
            finish(1, Verdict.GIVE_BACK);
        }

        assertThat(take(1)).isEmpty();
    }

    @Test
    void deliversAgainAfterTheLockHasRunOutAndRefusesTheLateAnswer() throws Exception {
        publish("a");
        take(1);
        let(LOCK.plusSeconds(1));

        Optional<Taken> again = take(2);

        assertThat(again).contains(new Taken("a", 2));
        assertThat(finish(1, Verdict.DONE)).isFalse();
    }

    @Test
    void keepsALockThatIsRenewed() throws Exception {
        publish("a");
        take(1);
        for (int time = 0; time < 3; time++) {
            let(LOCK.dividedBy(2));
            assertThat(renew(1)).isTrue();
        }

        assertThat(take(2)).isEmpty();
        assertThat(finish(1, Verdict.DONE)).isTrue();
    }

    @Test
    void deliversTheMessageOfALostConnectionWithoutCountingIt() throws Exception {
        publish("a");
        for (int time = 0; time < 7; time++) {
            assertThat(take(1)).contains(new Taken("a", 1));
            disconnect(1);
        }

        assertThat(take(2)).contains(new Taken("a", 1));
    }

    @Test
    void forgetsLocksWhenItRestarts() throws Exception {
        publish("a");
        take(1);

        restartBroker();

        assertThat(take(2)).map(Taken::message).contains("a");
        assertThat(renew(1)).isFalse();
    }
}
