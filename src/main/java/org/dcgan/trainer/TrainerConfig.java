package org.dcgan.trainer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/**
 * How this process trains: {@code dcgan.trainer.*}.
 *
 * <p>These numbers bound the resources of the process. A slot has one job, two threads (one trains, one stores and publishes the
 * results) and one consumer. What fails because the store or the broker is unavailable is retried until it succeeds, first after 200
 * ms and later at most every 10 s.
 */
@ConfigMapping(prefix = "dcgan.trainer")
public interface TrainerConfig {
    /** How jobs are distributed to workers: by a share group, or by a consumer group on brokers without share groups. */
    @WithDefault("share-group")
    QueueKind queue();

    /** Number of jobs trained at once, at least 1. */
    @Min(1)
    @WithDefault("1")
    int slots();

    /**
     * How long a worker keeps a job without renewing its lease; the same for all workers. It is the record lock of a share group
     * (brokers allow 15 s to 60 s by default) or the session timeout of a consumer group (6 s to 30 min). The lease is renewed six
     * times within it. A worker stops if it could not renew for two thirds of it.
     */
    @DurationMin(seconds = 6)
    @WithDefault("30S")
    Duration lock();

    /**
     * MiB of memory that recorded points (0.4 MB each, with a batch of 64) and checkpoints (14 MB each) may hold while they wait
     * for the store and the broker, for each slot; when they are full, training waits too.
     */
    @Min(1)
    @WithDefault("128")
    int backlog();

    /**
     * The longest time between two checkpoints of a run, in addition to those after each epoch and those that the job asks for. A
     * crash or a lost lease loses at most this much training.
     */
    @DurationMin(seconds = 1)
    @WithDefault("2M")
    Duration checkpointInterval();

    /**
     * How long running jobs may take to store a checkpoint at shutdown. After that they continue elsewhere from the previous one. The
     * process ends at most 10 s later.
     */
    @DurationMin
    @WithDefault("15S")
    Duration patience();

    /** How a worker gets jobs. */
    enum QueueKind {
        /** A Kafka share group: any free worker takes the next job. */
        SHARE_GROUP,
        /** A Kafka consumer group: works on every broker; as many workers are busy as {@code dcgan.jobs} has partitions. */
        CONSUMER_GROUP
    }
}
