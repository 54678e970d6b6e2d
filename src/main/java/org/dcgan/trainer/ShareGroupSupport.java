package org.dcgan.trainer;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.dcgan.process.StartRefusedException;
import org.dcgan.topic.KafkaClients;
import org.jboss.logging.Logger;

/** Checks at startup whether the broker supports share groups. */
final class ShareGroupSupport {
    private static final Logger LOG = Logger.getLogger(ShareGroupSupport.class);
    private static final Duration ANSWER = Duration.ofSeconds(3);
    private static final String FEATURE = "share.version";

    private ShareGroupSupport() {}

    /**
     * Does nothing if the broker supports share groups, or does not answer: the start does not wait for a broker that is unavailable.
     *
     * @param kafka the broker's settings
     * @throws StartRefusedException if there are none
     */
    static void require(Map<String, Object> kafka) {
        try (Admin admin = KafkaClients.admin(kafka, ANSWER)) {
            FinalizedVersionRange version = admin.describeFeatures()
                    .featureMetadata()
                    .get()
                    .finalizedFeatures()
                    .get(FEATURE);
            if (version == null || version.maxVersionLevel() < 1) {
                throw new StartRefusedException(
                        ("The broker on %s has no share groups (Kafka 4.2 has, with the feature %s=1):"
                                        + " set dcgan.trainer.queue=consumer-group, or use another broker.")
                                .formatted(kafka.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG), FEATURE));
            }
        } catch (ExecutionException | KafkaException e) {
            LOG.warnf("It is not known yet whether the broker has share groups: %s", e.getMessage());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
