package org.dcgan.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the worker's protocol needs from a consumer group on a topic of one partition. */
abstract class ConsumerGroupContract extends QueueContract {
    @Override
    Duration shortLock() {
        return Duration.ofSeconds(3);
    }

    @Test
    void deliversNothingToASecondWorkerWhileTheFirstLives() throws Exception {
        begin(shortLock(), "a", "b");
        queue.take(1);

        boolean foundNothing = queue.findsNothing(2);
        queue.let(shortLock().plusSeconds(1));

        assertThat(foundNothing).isTrue();
        assertThat(queue.findsNothing(2)).isTrue();
    }

    @Test
    void deliversTheMessageOfADeadWorkerOnceItsSessionHasRunOut() throws Exception {
        begin(shortLock(), "a");
        queue.take(1);
        queue.die(1);

        boolean foundNothing = queue.findsNothing(1); // the next process of this number is another member
        queue.let(shortLock().plusSeconds(1));

        assertThat(foundNothing).isTrue();
        assertThat(queue.take(1).message()).isEqualTo("a");
    }

    @Test
    void keepsItsMembersAcrossARestartThatTakesLongerThanTheirSessions() throws Exception {
        begin(shortLock(), "a");
        queue.take(1);

        queue.restartBroker(shortLock().plusSeconds(1));

        assertThat(queue.findsNothing(2)).isTrue();
        assertThat(queue.renew(1)).isTrue();
    }
}
