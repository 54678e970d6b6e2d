package org.dcgan.trainer;

import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** The models that the simulation runs on. */
@Tag("fast")
class SimulatedQueueTest {
    @Nested
    class ShareGroup extends ShareGroupContract {
        @Override
        QueueDriver open(Duration lock) {
            return new SimulatedDriver(
                    new SimulatedQueue.ShareGroup(lock.toMillis(), SimulatedCluster.MOST_DELIVERIES));
        }
    }

    @Nested
    class ConsumerGroup extends ConsumerGroupContract {
        @Override
        QueueDriver open(Duration lock) {
            return new SimulatedDriver(new SimulatedQueue.ConsumerGroup(lock.toMillis()));
        }
    }
}
