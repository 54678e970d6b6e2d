package org.dcgan.topic;

import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.dcgan.message.Json;

/**
 * Publishes messages. It connects at its first use, because an embedded broker may start later. Thread-safe; the messages of one
 * thread keep their order.
 */
@Singleton
public final class Publisher {
    private static final int PATIENCE_MILLISECONDS = 10_000;

    private final Provider<Map<String, Object>> kafka;
    private KafkaProducer<byte[], byte[]> producer;

    /**
     * Creates a publisher, without connecting.
     *
     * @param kafka the broker's settings, asked at the first use
     */
    @Inject
    public Publisher(@Identifier("default-kafka-broker") Provider<Map<String, Object>> kafka) {
        this.kafka = kafka;
    }

    /**
     * Publishes a message and waits until the broker has it.
     *
     * @throws KafkaException if the broker does not confirm within 10 s; it may have the message anyway
     */
    public void publish(Topic topic, String key, Object message) {
        publish(new ProducerRecord<>(topic.topicName(), key.getBytes(StandardCharsets.UTF_8), Json.write(message)));
    }

    /**
     * Publishes a record without value, which deletes what was published under a key; else like {@link #publish(Topic, String,
     * Object)}.
     */
    public void delete(Topic topic, String key) {
        publish(new ProducerRecord<>(topic.topicName(), key.getBytes(StandardCharsets.UTF_8), null));
    }

    /** Publishes a record as it is; else like {@link #publish(Topic, String, Object)}. */
    public void publish(ProducerRecord<byte[], byte[]> message) {
        KafkaProducer<byte[], byte[]> sender = producer();
        try {
            sender.send(message).get(2L * PATIENCE_MILLISECONDS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            discard(sender);
            throw new KafkaException("the producer's thread does not send any more", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException k ? k : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    @PreDestroy
    synchronized void close() {
        if (producer != null) {
            producer.close();
        }
    }

    /** An {@link Error}, such as OutOfMemoryError, may have ended the producer's own thread. */
    private synchronized void discard(KafkaProducer<byte[], byte[]> sender) {
        sender.close(Duration.ZERO);
        if (producer == sender) {
            producer = null;
        }
    }

    private synchronized KafkaProducer<byte[], byte[]> producer() {
        if (producer == null) {
            Map<String, Object> own = Map.of(
                    ProducerConfig.ACKS_CONFIG, "all",
                    ProducerConfig.LINGER_MS_CONFIG, 0,
                    ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MILLISECONDS,
                    ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLISECONDS,
                    ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PATIENCE_MILLISECONDS);
            producer = KafkaClients.producer(kafka.get(), own);
        }
        return producer;
    }
}
