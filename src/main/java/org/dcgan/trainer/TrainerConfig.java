package org.dcgan.trainer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How this process trains. */
@ConfigMapping(prefix = "dcgan.trainer")
public interface TrainerConfig {
    /** How jobs are shared out: a share group, or a consumer group for brokers without share groups. */
    @WithDefault("share-group")
    QueueKind queue();

    /** Jobs trained at once. */
    @WithDefault("1")
    int slots();

    /** How long a job stays this worker's without a sign of life; a share group's record lock. */
    @WithDefault("30S")
    Duration lock();

    /** Recorded points, grids and checkpoints that may wait for the store and the broker before training waits for them. */
    @WithDefault("64")
    int backlog();

    /** How a worker is handed jobs. */
    enum QueueKind {
        /** A Kafka share group: any free worker takes the next job. */
        SHARE_GROUP,
        /** A Kafka consumer group: works on every broker, a job may wait behind another. */
        CONSUMER_GROUP
    }
}
