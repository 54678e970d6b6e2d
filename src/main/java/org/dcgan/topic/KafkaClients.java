package org.dcgan.topic;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Creates the Kafka clients of this process. Consumers read committed messages only: messages of an aborted transaction are not
 * delivered, and an open transaction delays the messages after it.
 *
 * <p>Each method takes the broker's settings and the client's own, which take precedence, and throws a {@link KafkaException} if the
 * client cannot be created. An {@link UnresolvedBrokerException} may be temporary: no name of a broker can be resolved now.
 */
public final class KafkaClients {
    private static final String NO_NAME_RESOLVED = "No resolvable bootstrap urls";

    private KafkaClients() {}

    /** No name in {@code kafka.bootstrap.servers} can be resolved, as when the broker's service does not exist yet. */
    public static final class UnresolvedBrokerException extends KafkaException {
        private static final long serialVersionUID = 1;

        private UnresolvedBrokerException(Object servers, Throwable cause) {
            super("no host of kafka.bootstrap.servers can be resolved: " + servers, cause);
        }
    }

    /** A consumer of committed messages, in a group if its own settings name one. */
    public static KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> kafka, Map<String, Object> own) {
        Map<String, Object> settings = new HashMap<>(own);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        return create(
                kafka,
                settings,
                all -> new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }

    /** A consumer in a share group, whose own configuration on the broker says what it reads. */
    public static KafkaShareConsumer<byte[], byte[]> shareConsumer(Map<String, Object> kafka, Map<String, Object> own) {
        return create(kafka, own, all -> {
            all.remove(ConsumerConfig.ISOLATION_LEVEL_CONFIG); // a share consumer rejects this setting
            return new KafkaShareConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        });
    }

    /** A producer. */
    public static KafkaProducer<byte[], byte[]> producer(Map<String, Object> kafka, Map<String, Object> own) {
        return create(
                kafka, own, all -> new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer()));
    }

    /**
     * A client for questions about the broker and its topics.
     *
     * @param answer how long the broker may take to answer
     */
    public static Admin admin(Map<String, Object> kafka, Duration answer) {
        int milliseconds = (int) answer.toMillis();
        Map<String, Object> own = Map.of(
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, milliseconds,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, milliseconds);
        return create(kafka, own, Admin::create);
    }

    private static <T> T create(
            Map<String, Object> kafka, Map<String, Object> own, Function<Map<String, Object>, T> constructor) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG); // Quarkus sets it to the application's name
        settings.putAll(own);
        try {
            return constructor.apply(settings);
        } catch (KafkaException e) {
            KafkaException reason = innermost(e); // the outermost one only names the client
            if (reason instanceof ConfigException && reason.getMessage().startsWith(NO_NAME_RESOLVED)) {
                throw new UnresolvedBrokerException(settings.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG), e);
            }
            throw new KafkaException(reason.getMessage(), e);
        }
    }

    private static KafkaException innermost(KafkaException failure) {
        return failure.getCause() instanceof KafkaException cause ? innermost(cause) : failure;
    }
}
