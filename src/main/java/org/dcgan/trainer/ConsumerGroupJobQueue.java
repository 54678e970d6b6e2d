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
 * Implements the queue with a classic consumer group, for brokers without share groups. Each partition belongs to one worker at a
 * time, so at most as many workers are busy as {@code dcgan.jobs} has partitions, and a message waits for the earlier ones of its
 * partition.
 *
 * <p>While a message is processed, its partition is paused and polling goes on, because the group requires it. The lease is renewed
 * by committing the message's own offset, which does not advance the group: the broker rejects the commit of a worker that is no
 * longer a member.
 */
final class ConsumerGroupJobQueue extends PollingJobQueue {
    private static final Logger LOG = Logger.getLogger(ConsumerGroupJobQueue.class);

    /** Differs from the share group's name, because the type of a group cannot change. */
    private static final String GROUP = "dcgan-trainers-by-partition";

    private final Map<String, Object> kafka;
    private final Duration lock;

    /**
     * Creates a queue, without connecting.
     *
     * @param kafka the broker's settings
     * @param lock time without a heartbeat after which a worker loses its partitions; brokers require at least 6 s by default
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
        // the other workers keep their partitions when one joins or leaves
        settings.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        return settings;
    }

    /** The worker's membership in the group: its partitions and its current message. */
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
                consumer.poll(POLL); // all partitions are paused; this call delivers rebalances
                if (lease.isHeld()) {
                    commit(message.offset());
                    lease.extend(asked);
                }
            } catch (CommitFailedException e) {
                LOG.warnf("message %d now belongs to another worker: %s", message.offset(), e.getMessage());
                lease.lose();
            } catch (KafkaException e) {
                LOG.warnf("message %d was not renewed: %s", message.offset(), e.getMessage());
            }
        }

        private void commit(ConsumerRecord<byte[], byte[]> message) {
            try {
                commit(message.offset() + 1);
            } catch (KafkaException e) {
                LOG.warnf("message %d is done, but will be delivered again: %s", message.offset(), e.getMessage());
            }
        }

        /** Has the message delivered to this worker again, if it still owns the partition. */
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
