package org.dcgan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.dcgan.message.Json;
import org.dcgan.topic.Topic;

/** Reads a whole topic, as a client of the broker that came late would. */
public final class TopicReader {
    private final Map<String, Object> settings;

    public TopicReader(Map<String, Object> kafka) {
        settings = new HashMap<>(kafka);
        settings.put("enable.auto.commit", false);
    }

    /** Everything in the topic now. */
    public List<ConsumerRecord<String, byte[]>> read(Topic topic) {
        TopicPartition partition = new TopicPartition(topic.topicName(), 0);
        List<ConsumerRecord<String, byte[]>> messages = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(messages::add);
            }
        }
        return messages;
    }

    /** The messages of a job in the topic now. */
    public <T> List<T> read(Topic topic, String jobId, Class<T> type) {
        return read(topic).stream()
                .filter(message -> message.key() != null)
                .filter(message -> message.key().equals(jobId) || message.key().startsWith(jobId + "/"))
                .map(message -> Json.read(message.value(), type))
                .toList();
    }
}
