package org.dcgan.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.dcgan.trainer.JobHandler.Verdict;
import org.dcgan.trainer.QueueDriver.Taken;
import org.junit.jupiter.api.Test;

/** What the worker's protocol needs from a share group. */
abstract class ShareGroupContract extends QueueContract {
    @Override
    Duration shortLock() {
        return Duration.ofSeconds(3);
    }

    @Test
    void deliversAMessageToOneWorkerAndTheNextToAnother() throws Exception {
        begin(LONG_LOCK, "a", "b");

        Taken first = queue.take(1);
        Taken second = queue.take(2);

        assertThat(first).isEqualTo(new Taken("a", 1));
        assertThat(second).isEqualTo(new Taken("b", 1));
    }

    @Test
    void countsTheDeliveriesOfAMessageThatIsGivenBack() throws Exception {
        begin(LONG_LOCK, "a");
        queue.take(1);

        queue.finish(1, Verdict.GIVE_BACK);

        assertThat(queue.take(2)).isEqualTo(new Taken("a", 2));
    }

    @Test
    void countsTheDeliveriesOfAMessageWhoseWorkerLeaves() throws Exception {
        begin(LONG_LOCK, "a");
        queue.take(1);

        queue.leave(1);

        assertThat(queue.take(2)).isEqualTo(new Taken("a", 2));
    }

    @Test
    void countsTheDeliveriesOfAMessageWhoseLockHasRunOut() throws Exception {
        begin(shortLock(), "a");
        queue.take(1);

        queue.let(shortLock().plusSeconds(1));

        assertThat(queue.take(2)).isEqualTo(new Taken("a", 2));
    }

    @Test
    void dropsAMessageThatWasGivenBackAsOftenAsItsBrokerAllows() throws Exception {
        begin(LONG_LOCK, "a");
        for (int time = 1; time <= SimulatedCluster.MOST_DELIVERIES; time++) {
            assertThat(queue.take(1)).isEqualTo(new Taken("a", time));
            queue.finish(1, Verdict.GIVE_BACK);
        }

        assertThat(queue.findsNothing(1)).isTrue();
    }

    @Test
    void forgetsLocksWhenItRestarts() throws Exception {
        begin(LONG_LOCK, "a");
        queue.take(1);

        queue.restartBroker(Duration.ZERO);

        assertThat(queue.take(2).message()).isEqualTo("a");
        assertThat(queue.renew(1)).isFalse();
    }
}
