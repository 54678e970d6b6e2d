package org.dcgan.trainer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/**
 * How this process trains: {@code dcgan.trainer.*}.
 *
 * <p>What it may use is bounded by these numbers. A slot has one job in hand, two threads (one trains, one stores and publishes
 * what comes of it) and one consumer. What failed because the store or the broker is away is tried again until it succeeds,
 * after 200 ms at first and at most every 10 s.
 */
@ConfigMapping(prefix = "dcgan.trainer")
public interface TrainerConfig {
    /** How jobs are shared out: a share group, or a consumer group for brokers without share groups. */
    @WithDefault("share-group")
    QueueKind queue();

    /** Jobs trained at once, at least 1. */
    @Min(1)
    @WithDefault("1")
    int slots();

    /**
     * How long a job stays this worker's without a sign of life, the same for all workers. A share group's record lock (brokers
     * allow 15 s to 60 s unless told otherwise), or a consumer group's session (6 s to 30 min). A sign is given six times within
     * it. A worker that could give none for two thirds of it stops.
     */
    @DurationMin(seconds = 6)
    @WithDefault("30S")
    Duration lock();

    /**
     * MiB of memory that recorded points (0.4 MB each, with a batch of 64) and checkpoints (14 MB each) may hold while they wait
     * for the store and the broker, for each slot; with so much waiting, training waits too.
     */
    @Min(1)
    @WithDefault("128")
    int backlog();

    /**
     * How long a run may train without storing a checkpoint, beside those at the end of each epoch and those the job asks for: what
     * a crash or a lost lease costs at most.
     */
    @DurationMin(seconds = 1)
    @WithDefault("2M")
    Duration checkpointInterval();

    /**
     * How long the jobs in hand may take to store a checkpoint when the process is told to end. After that they go on elsewhere
     * from the one before. The process ends at most 10 s later.
     */
    @DurationMin
    @WithDefault("15S")
    Duration patience();

    /** How a worker is handed jobs. */
    enum QueueKind {
        /** A Kafka share group: any free worker takes the next job. */
        SHARE_GROUP,
        /** A Kafka consumer group: works on every broker; as many workers are busy as {@code dcgan.jobs} has partitions. */
        CONSUMER_GROUP
    }
}
