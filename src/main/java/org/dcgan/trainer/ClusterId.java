package org.dcgan.trainer;

import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.dcgan.topic.KafkaClients;

/** Reads the id that the Kafka cluster got when it was created. */
@Singleton
final class ClusterId {
    private final Provider<Map<String, Object>> kafka;
    private volatile String id;

    /** @param kafka the broker's settings, asked at the first use */
    @Inject
    ClusterId(@Identifier("default-kafka-broker") Provider<Map<String, Object>> kafka) {
        this.kafka = kafka;
    }

    /**
     * Asks the broker at the first use.
     *
     * @throws KafkaException if it does not answer
     */
    String get() {
        if (id == null) {
            try (Admin admin = KafkaClients.admin(kafka.get(), PollingJobQueue.ANSWER)) {
                id = admin.describeCluster().clusterId().get();
            } catch (ExecutionException e) {
                throw new KafkaException("cannot ask for the cluster's id", e.getCause());
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            }
        }
        return id;
    }
}
