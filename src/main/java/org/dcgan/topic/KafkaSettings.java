package org.dcgan.topic;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.utils.Utils;
import org.dcgan.process.StartRefusedException;
import org.jboss.logging.Logger;

/** Distinguishes an invalid setting, which ends the start, from an unavailable broker, for which the process waits. */
final class KafkaSettings {
    private static final Logger LOG = Logger.getLogger(KafkaSettings.class);
    private static final Duration ANSWER = Duration.ofSeconds(3);

    private KafkaSettings() {}

    /**
     * Does nothing if clients can be created, or could be if a broker's name were resolved.
     *
     * @throws StartRefusedException if a client's setting is invalid, names a file that cannot be read, or an address
     *     has no host or port
     */
    static void requireSound(Map<String, Object> kafka) {
        try {
            List<String> servers = new AdminClientConfig(kafka).getList(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG);
            servers.forEach(KafkaSettings::requireAddress);
            if (!servers.isEmpty()) {
                KafkaClients.admin(kafka, ANSWER).close(Duration.ZERO);
            }
        } catch (KafkaClients.UnresolvedBrokerException e) {
            LOG.debug("clients wait until the name is resolved", e);
        } catch (KafkaException e) {
            throw new StartRefusedException("kafka.*: " + e.getMessage(), e);
        }
    }

    private static void requireAddress(String address) {
        if (Utils.getHost(address) == null || Utils.getPort(address) == null) {
            throw new StartRefusedException(
                    "kafka.bootstrap.servers takes HOST:PORT, or several with commas, was '%s'.".formatted(address));
        }
    }
}
