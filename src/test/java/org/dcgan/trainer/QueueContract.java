package org.dcgan.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.dcgan.trainer.JobHandler.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the worker's protocol needs from every group, shown on a real broker and on the simulation's model of it. */
@Timeout(120)
abstract class QueueContract {
    static final Duration LONG_LOCK = Duration.ofSeconds(45);

    QueueDriver queue;

    /** An empty queue and a group without members. */
    abstract QueueDriver open(Duration lock) throws Exception;

    /** As short as the broker allows. */
    abstract Duration shortLock();

    /** The first step of every test. */
    final void begin(Duration lock, String... messages) throws Exception {
        queue = open(lock);
        for (String message : messages) {
            queue.publish(message);
        }
    }

    @AfterEach
    void close() {
        queue.close();
    }

    @Test
    void deliversInTheOrderOfPublication() throws Exception {
        begin(LONG_LOCK, "a", "b");

        String first = queue.take(1).message();
        queue.finish(1, Verdict.DONE);
        String second = queue.take(1).message();

        assertThat(first).isEqualTo("a");
        assertThat(second).isEqualTo("b");
    }

    @Test
    void deliversNoMessageThatWasAcknowledged() throws Exception {
        begin(LONG_LOCK, "a");
        queue.take(1);

        boolean acknowledged = queue.finish(1, Verdict.DONE);

        assertThat(acknowledged).isTrue();
        assertThat(queue.findsNothing(1)).isTrue();
    }

    @Test
    void deliversAMessageThatIsGivenBackToTheSameWorkerAgain() throws Exception {
        begin(LONG_LOCK, "a", "b");
        queue.take(1);

        queue.finish(1, Verdict.GIVE_BACK);

        assertThat(queue.take(1).message()).isEqualTo("a");
    }

    @Test
    void remembersAcrossARestartWhatWasAcknowledged() throws Exception {
        begin(LONG_LOCK, "a", "b");
        queue.take(1);
        queue.finish(1, Verdict.DONE);
        queue.leave(1);

        queue.restartBroker(Duration.ZERO);

        assertThat(queue.take(2).message()).isEqualTo("b");
    }

    @Test
    void deliversTheMessageOfAWorkerThatLeavesToAnotherAtOnce() throws Exception {
        begin(LONG_LOCK, "a");
        queue.take(1);

        queue.leave(1);

        assertThat(queue.take(2).message()).isEqualTo("a");
    }

    @Test
    void keepsAMessageForAWorkerThatRenews() throws Exception {
        begin(shortLock(), "a");
        queue.take(1);
        for (int time = 0; time < 3; time++) {
            queue.let(shortLock().dividedBy(2));
            assertThat(queue.renew(1)).isTrue();
        }

        assertThat(queue.findsNothing(2)).isTrue();
        assertThat(queue.finish(1, Verdict.DONE)).isTrue();
    }

    @Test
    void deliversTheMessageOfASuspendedWorkerToAnotherAndRefusesItsLateAnswer() throws Exception {
        begin(shortLock(), "a");
        queue.take(1);
        queue.suspend(1);
        queue.let(shortLock().plusSeconds(1));

        String again = queue.take(2).message();

        assertThat(again).isEqualTo("a");
        assertThat(queue.finish(1, Verdict.DONE)).isFalse();
    }
}
