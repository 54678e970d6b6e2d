package org.dcgan.trainer;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The groups of a real broker. */
@Execution(ExecutionMode.CONCURRENT)
class BrokerQueueTest {
    private static RestartableBroker broker;

    @BeforeAll
    static void startBroker(@TempDir Path directory) throws Exception {
        broker = new RestartableBroker(directory);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Nested
    class ShareGroup extends ShareGroupContract {
        @Override
        QueueDriver open(Duration lock) throws Exception {
            String name = broker.createTopic();
            ShareGroupMember.configureGroup(broker.kafka(), name, lock);
            return new BrokerDriver(broker, name, () -> new ShareGroupMember(broker.kafka(), name));
        }
    }

    @Nested
    class ConsumerGroup extends ConsumerGroupContract {
        @Override
        QueueDriver open(Duration lock) throws Exception {
            String name = broker.createTopic();
            return new BrokerDriver(broker, name, () -> new ConsumerGroupMember(broker.kafka(), name, lock));
        }
    }
}
