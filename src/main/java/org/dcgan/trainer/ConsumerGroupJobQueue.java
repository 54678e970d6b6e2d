package org.dcgan.trainer;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.dcgan.topic.JobMessage;
import org.dcgan.topic.KafkaClients;
import org.dcgan.topic.Topic;
import org.jboss.logging.Logger;

/**
 * The queue as a classic consumer group, for brokers without share groups. A partition is one worker's at a time, so no more
 * workers are busy than {@code dcgan.jobs} has partitions, and a message waits behind those before it on its partition.
 *
 * <p>While a message is worked on, its partition is paused and polling goes on, as the group demands. Committing the message's
 * own offset, which moves nothing, renews the lease: the broker refuses it to a worker that the group has parted with.
 */
final class ConsumerGroupJobQueue extends PollingJobQueue {
    private static final Logger LOG = Logger.getLogger(ConsumerGroupJobQueue.class);

    /** Not the share group's name: a group is of one kind for good. */
    private static final String GROUP = "dcgan-trainers-by-partition";

    private final Map<String, Object> kafka;
    private final Duration lock;

    /**
     * A queue that has not connected.
     *
     * @param kafka the broker's settings
     * @param lock after how much silence a worker loses its partitions; brokers want 6 s or more unless told otherwise
     */
    ConsumerGroupJobQueue(Map<String, Object> kafka, Duration lock) {
        super(lock);
        this.kafka = kafka;
        this.lock = lock;
    }

    @Override
    Member join() {
        KafkaConsumer<byte[], byte[]> consumer = KafkaClients.consumer(kafka, settings());
        GroupMember member = new GroupMember(consumer);
        consumer.subscribe(List.of(Topic.JOBS.topicName()), member);
        return member;
    }

    Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int) lock.toMillis());
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, (int) lock.toMillis() / 6);
        // others keep what they have when a worker joins or leaves
        settings.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        return settings;
    }

    /** The worker's part in the group: which partitions are its own, and the message it has in hand. */
    private static final class GroupMember implements Member, ConsumerRebalanceListener {
        private final KafkaConsumer<byte[], byte[]> consumer;
        private TopicPartition partition;
        private Lease lease;

        GroupMember(KafkaConsumer<byte[], byte[]> consumer) {
            this.consumer = consumer;
        }

        @Override
        public Iterable<ConsumerRecord<byte[], byte[]>> poll() {
            return consumer.poll(POLL);
        }

        @Override
        public boolean serve(ConsumerRecord<byte[], byte[]> message, Lease lease, HandlerThread worker)
                throws InterruptedException {
            take(message, lease);
            Optional<JobHandler.Verdict> verdict =
                    worker.handle(JobMessage.of(message), lease, () -> renew(message, lease));
            if (verdict.isPresent()) {
                switch (verdict.get()) {
                    case DONE -> commit(message);
                    case GIVE_BACK -> rewind(message);
                }
            } else {
                rewind(message);
            }
            rest();
            return true;
        }

        @Override
        public void close() {
            consumer.close(CloseOptions.timeout(ANSWER));
        }

        private void take(ConsumerRecord<byte[], byte[]> message, Lease lease) {
            this.partition = partition(message);
            this.lease = lease;
            consumer.pause(consumer.assignment());
        }

        private void renew(ConsumerRecord<byte[], byte[]> message, Lease lease) {
            long asked = System.nanoTime();
            try {
                consumer.poll(POLL); // all is paused; the group's changes are told in here
                if (lease.isHeld()) {
                    commit(message.offset());
                    lease.extend(asked);
                }
            } catch (CommitFailedException e) {
                LOG.warnf("message %d is another worker's: %s", message.offset(), e.getMessage());
                lease.lose();
            } catch (KafkaException e) {
                LOG.warnf("message %d was not renewed: %s", message.offset(), e.getMessage());
            }
        }

        private void commit(ConsumerRecord<byte[], byte[]> message) {
            try {
                commit(message.offset() + 1);
            } catch (KafkaException e) {
                LOG.warnf("message %d is done, but delivered again: %s", message.offset(), e.getMessage());
            }
        }

        /** Has the message delivered again, to us, if its partition is ours still. */
        private void rewind(ConsumerRecord<byte[], byte[]> message) {
            if (consumer.assignment().contains(partition)) {
                consumer.seek(partition, message.offset());
            }
        }

        private void rest() {
            lease = null;
            consumer.resume(consumer.paused());
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
            if (lease != null) {
                consumer.pause(assigned);
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
            if (lease != null && revoked.contains(partition)) {
                lease.lose();
            }
        }

        private void commit(long offset) {
            consumer.commitSync(Map.of(partition, new OffsetAndMetadata(offset)), ANSWER);
        }

        private static TopicPartition partition(ConsumerRecord<?, ?> message) {
            return new TopicPartition(message.topic(), message.partition());
        }
    }
}
