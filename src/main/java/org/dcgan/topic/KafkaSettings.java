package org.dcgan.topic;

import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.utils.Utils;
import org.dcgan.process.StartRefusedException;

/** Tells a setting that no client can use from a broker that is away: the first ends the start, the second is waited for. */
final class KafkaSettings {
    private KafkaSettings() {}

    /** @throws StartRefusedException if a client's setting has a value that is none, or an address has no host or port */
    static void requireSound(Map<String, Object> kafka) {
        try {
            new AdminClientConfig(kafka)
                    .getList(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG)
                    .forEach(KafkaSettings::requireAddress);
        } catch (ConfigException e) {
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
