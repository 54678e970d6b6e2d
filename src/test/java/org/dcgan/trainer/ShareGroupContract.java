package org.dcgan.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.dcgan.trainer.JobHandler.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the worker's protocol rests on in a share group; held by a real broker and by the model of one. */
@Timeout(120)
abstract class ShareGroupContract {
    private static final Duration SHORT = Duration.ofSeconds(3);
    private static final Duration LONG = Duration.ofSeconds(45);

    /** A delivery. */
    record Taken(String message, int deliveries) {}

    /** Begins with an empty queue and a group without members. */
    abstract void begin(Duration lock) throws Exception;

    abstract void publish(String message) throws Exception;

    /** The next message for a worker that has none in hand. */
    abstract Taken take(int worker) throws Exception;

    /** Whether there is no message for a worker that has none in hand. */
    abstract boolean findsNothing(int worker) throws Exception;

    abstract boolean renew(int worker) throws Exception;

    abstract boolean finish(int worker, Verdict verdict) throws Exception;

    /** Ends a worker's connection. */
    abstract void disconnect(int worker) throws Exception;

    abstract void restartBroker() throws Exception;

    abstract void let(Duration time) throws Exception;

    @Test
    void deliversInTheOrderOfPublication() throws Exception {
        begin(LONG);
        publish("a");
        publish("b");

        Taken first = take(1);
        finish(1, Verdict.DONE);
        Taken second = take(1);

        assertThat(first).isEqualTo(new Taken("a", 1));
        assertThat(second).isEqualTo(new Taken("b", 1));
    }

    @Test
    void deliversAMessageToOneWorkerAndTheNextToAnother() throws Exception {
        begin(LONG);
        publish("a");
        publish("b");

        Taken first = take(1);
        Taken second = take(2);

        assertThat(first.message()).isEqualTo("a");
        assertThat(second.message()).isEqualTo("b");
    }

    @Test
    void deliversNoMessageThatWasAcknowledged() throws Exception {
        begin(LONG);
        publish("a");
        take(1);

        boolean acknowledged = finish(1, Verdict.DONE);

        assertThat(acknowledged).isTrue();
        assertThat(findsNothing(2)).isTrue();
    }

    @Test
    void countsTheDeliveriesOfAMessageThatIsGivenBack() throws Exception {
        begin(LONG);
        publish("a");
        take(1);

        finish(1, Verdict.GIVE_BACK);

        assertThat(take(2)).isEqualTo(new Taken("a", 2));
    }

    @Test
    void dropsAMessageThatWasGivenBackFiveTimes() throws Exception {
        begin(LONG);
        publish("a");
        for (int time = 1; time <= 5; time++) {
            assertThat(take(1)).isEqualTo(new Taken("a", time));
            finish(1, Verdict.GIVE_BACK);
        }

        assertThat(findsNothing(1)).isTrue();
    }

    @Test
    void deliversAgainAfterTheLockHasRunOutAndRefusesTheLateAnswer() throws Exception {
        begin(SHORT);
        publish("a");
        take(1);
        let(SHORT.plusSeconds(1));

        Taken again = take(2);

        assertThat(again).isEqualTo(new Taken("a", 2));
        assertThat(finish(1, Verdict.DONE)).isFalse();
    }

    @Test
    void keepsALockThatIsRenewed() throws Exception {
        begin(SHORT);
        publish("a");
        take(1);
        for (int time = 0; time < 3; time++) {
            let(SHORT.dividedBy(2));
            assertThat(renew(1)).isTrue();
        }

        assertThat(finish(1, Verdict.DONE)).isTrue();
    }

    @Test
    void deliversTheMessageOfALostConnectionAgainAtOnce() throws Exception {
        begin(LONG);
        publish("a");
        take(1);

        disconnect(1);

        assertThat(take(2)).isEqualTo(new Taken("a", 2));
    }

    @Test
    void forgetsLocksWhenItRestarts() throws Exception {
        begin(LONG);
        publish("a");
        take(1);

        restartBroker();

        assertThat(take(2).message()).isEqualTo("a");
        assertThat(renew(1)).isFalse();
    }
}
