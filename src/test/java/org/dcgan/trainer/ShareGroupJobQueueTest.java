package org.dcgan.trainer;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import org.dcgan.retry.Retries;
import org.dcgan.topic.Publisher;

class ShareGroupJobQueueTest extends JobQueueContract {
    @Override
    JobQueue queue(Map<String, Object> kafka, Duration lock, Publisher publisher) {
        return new ShareGroupJobQueue(kafka, lock, publisher, new Retries(new SimpleMeterRegistry()));
    }

    @Override
    Duration lock() {
        return Duration.ofSeconds(3);
    }
}
