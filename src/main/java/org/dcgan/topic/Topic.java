package org.dcgan.topic;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The topics in which the parts of the pipeline meet.
 *
 * <p>Each has one partition: its readers want one order, and a whole fleet of trainers writes a few records a second.
 */
public enum Topic {
    /** Jobs to train. A job waits for a free trainer as long as it takes. */
    JOBS("dcgan.jobs", deletedAfter(-1)),
    /** Jobs that were refused, as they came. */
    DEAD_JOBS("dcgan.jobs.dead", deletedAfter(-1)),
    /** Jobs to stop. */
    CANCELLATIONS("dcgan.cancellations", deletedAfter(Duration.ofDays(7).toMillis())),
    /** The last state of each job. */
    JOB_STATES("dcgan.job-states", compactedAfter(Duration.ofDays(7))),
    /** Workers that died over a job. */
    CRASHES("dcgan.crashes", deletedAfter(Duration.ofDays(30).toMillis())),
    /** Losses, step by step. */
    LOSSES("dcgan.losses", deletedAfter(Duration.ofDays(30).toMillis())),
    /** The checkpoints that can be read. */
    CHECKPOINTS("dcgan.checkpoints", compacted()),
    /** How good the images of checkpoints are. */
    QUALITIES("dcgan.qualities", compacted());

    private final String topicName;
    private final Map<String, String> config;

    Topic(String topicName, Map<String, String> config) {
        this.topicName = topicName;
        this.config = config;
    }

    /** Its name on the broker. */
    public String topicName() {
        return topicName;
    }

    /** The topic's own settings, such as its cleanup policy. */
    public Map<String, String> configuration() {
        return config;
    }

    /** Its one partition. */
    TopicPartition partition() {
        return new TopicPartition(topicName, 0);
    }

    /** As it is created; the broker decides how many copies there are. */
    NewTopic creation() {
        return new NewTopic(topicName, Optional.of(1), Optional.empty()).configs(config);
    }

    private static Map<String, String> deletedAfter(long milliseconds) {
        return Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.RETENTION_MS_CONFIG,
                String.valueOf(milliseconds));
    }

    /** Nothing goes sooner: of several claims on a job its readers must see the first. */
    private static Map<String, String> compactedAfter(Duration lag) {
        return Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_COMPACT,
                TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG,
                String.valueOf(lag.toMillis()));
    }

    private static Map<String, String> compacted() {
        return Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
    }
}
