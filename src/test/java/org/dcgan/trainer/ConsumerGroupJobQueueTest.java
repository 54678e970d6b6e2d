package org.dcgan.trainer;

import java.time.Duration;
import java.util.Map;

class ConsumerGroupJobQueueTest extends JobQueueContract {
    @Override
    JobQueue queue(Map<String, Object> kafka, Duration lock) {
        return new ConsumerGroupJobQueue(kafka, lock);
    }

    @Override
    Duration lock() {
        return Duration.ofSeconds(3);
    }
}
