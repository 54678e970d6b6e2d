package org.dcgan.topic;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The topics through which the parts of the pipeline communicate.
 *
 * <p>Each has one partition: readers need one total order, and even a whole fleet of trainers writes only a few records a second.
 */
public enum Topic {
    /** Jobs to train. A job waits until a trainer is free, without time limit. */
    JOBS("dcgan.jobs", deletedAfter(-1)),
    /** Refused jobs, unchanged. */
    DEAD_JOBS("dcgan.jobs.dead", deletedAfter(-1)),
    /** Requests to cancel jobs. */
    CANCELLATIONS("dcgan.cancellations", deletedAfter(Duration.ofDays(7).toMillis())),
    /** The last state of each job. */
    JOB_STATES("dcgan.job-states", compactedAfter(Duration.ofDays(7))),
    /** Crashes of workers during a job. */
    CRASHES("dcgan.crashes", deletedAfter(Duration.ofDays(30).toMillis())),
    /** Losses, step by step. */
    LOSSES("dcgan.losses", deletedAfter(Duration.ofDays(30).toMillis())),
    /** Complete checkpoints. */
    CHECKPOINTS("dcgan.checkpoints", compacted()),
    /** Qualities of checkpoints. */
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

    /** The topic to create; the broker decides the replication factor. */
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

    /** Nothing is compacted earlier, because readers must see the first of several claims on a job. */
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
