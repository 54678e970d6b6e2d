package org.dcgan.topic;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.dcgan.message.InvalidMessageException;
import org.jboss.logging.Logger;

/**
 * Logs and counts messages that readers cannot read and skip. Each message is counted once, even if several readers in this process
 * skip it.
 */
@Singleton
public final class SkippedMessages {
    private static final Logger LOG = Logger.getLogger(SkippedMessages.class);
    private static final int REMEMBERED = 10_000;

    private final MeterRegistry meters;
    private final Map<Place, Boolean> known = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };

    private record Place(String topic, int partition, long offset) {}

    /** @param meters count the messages */
    @Inject
    public SkippedMessages(MeterRegistry meters) {
        this.meters = meters;
    }

    /**
     * Notes that a message is skipped.
     *
     * @param reason an {@link InvalidMessageException} if the message is invalid; another exception is a fault of its reader
     */
    public synchronized void skip(ConsumerRecord<?, ?> message, RuntimeException reason) {
        Place place = new Place(message.topic(), message.partition(), message.offset());
        if (known.putIfAbsent(place, true) != null) {
            return;
        }
        Counter.builder("dcgan.messages.skipped")
                .description("Messages that could not be read and were passed over")
                .tag("topic", message.topic())
                .register(meters)
                .increment();
        if (reason instanceof InvalidMessageException) {
            LOG.warnf(
                    "%s-%d@%d passed over: %s", place.topic(), place.partition(), place.offset(), reason.getMessage());
        } else {
            LOG.errorf(reason, "%s-%d@%d passed over", place.topic(), place.partition(), place.offset());
        }
    }
}
