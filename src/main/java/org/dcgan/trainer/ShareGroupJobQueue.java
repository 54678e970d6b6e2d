package org.dcgan.trainer;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InterruptException;
import org.dcgan.topic.JobMessage;
import org.dcgan.topic.KafkaClients;
import org.dcgan.topic.Topic;
import org.jboss.logging.Logger;

/**
 * Implements the queue with a Kafka share group (KIP-932): any free worker takes the next message, no message waits for another one,
 * and the broker redelivers the message of a dead worker at once.
 *
 * <p>A message is locked for its worker for a limited time, and the lock is renewed several times within it. A restart of the broker
 * or a lost connection releases the lock. So every renewal is checked, and a worker without a confirmed renewal in time stops.
 */
final class ShareGroupJobQueue extends PollingJobQueue {
    private static final Logger LOG = Logger.getLogger(ShareGroupJobQueue.class);

    private static final String GROUP = "dcgan-trainers";

    private static final Map<String, Object> OWN_SETTINGS = Map.of(
            ConsumerConfig.GROUP_ID_CONFIG,
            GROUP,
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
            1,
            "share.acknowledgement.mode",
            "explicit",
            "share.acquire.mode",
            "record_limit"); // one message per poll; by default a worker takes all available ones

    private final Map<String, Object> kafka;
    private final Duration lock;

    /**
     * Creates a queue, without connecting.
     *
     * @param kafka the broker's settings
     * @param lock how long a worker keeps a message without renewing its lock
     */
    ShareGroupJobQueue(Map<String, Object> kafka, Duration lock) {
        super(lock);
        this.kafka = kafka;
        this.lock = lock;
    }

    @Override
    Member join() {
        configureGroup();
        KafkaShareConsumer<byte[], byte[]> consumer = KafkaClients.shareConsumer(kafka, OWN_SETTINGS);
        consumer.subscribe(List.of(Topic.JOBS.topicName()));
        return new ShareMember(consumer);
    }

    /**
     * Configures the group before the first worker joins: earlier messages count, messages of aborted transactions do not, and the
     * lock time is set.
     */
    private void configureGroup() {
        try (Admin admin = KafkaClients.admin(kafka, ANSWER)) {
            List<AlterConfigOp> changes = List.of(
                    set("share.auto.offset.reset", "earliest"),
                    set("share.isolation.level", "read_committed"),
                    set("share.record.lock.duration.ms", Long.toString(lock.toMillis())));
            admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.GROUP, GROUP), changes))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new KafkaException(
                    "cannot configure the share group %s with dcgan.trainer.lock %s: %s"
                            .formatted(GROUP, lock, e.getCause().getMessage()),
                    e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), OpType.SET);
    }

    private record ShareMember(KafkaShareConsumer<byte[], byte[]> consumer) implements Member {
        @Override
        public Iterable<ConsumerRecord<byte[], byte[]>> poll() {
            return consumer.poll(POLL);
        }

        /** A consumer that lost a message may wait forever for its renewal, so it must be replaced. */
        @Override
        public boolean serve(ConsumerRecord<byte[], byte[]> message, Lease lease, HandlerThread worker)
                throws InterruptedException {
            Optional<JobHandler.Verdict> verdict =
                    worker.handle(JobMessage.of(message), lease, () -> renew(message, lease));
            // the broker may still lock a lost message for this consumer; closing the consumer releases it
            return verdict.isPresent() && answer(message, acknowledgement(verdict.get()));
        }

        @Override
        public void close() {
            consumer.close(ANSWER);
        }

        /** Renews the lock. The broker then delivers the message to this consumer again before it accepts another acknowledgement. */
        private void renew(ConsumerRecord<byte[], byte[]> message, Lease lease) {
            long asked = System.nanoTime();
            if (!answer(message, AcknowledgeType.RENEW)) {
                lease.lose();
                return;
            }
            while (lease.isHeld()) {
                for (ConsumerRecord<byte[], byte[]> delivered : consumer.poll(POLL)) {
                    if (delivered.offset() == message.offset() && delivered.partition() == message.partition()) {
                        lease.extend(asked);
                        return;
                    }
                    answer(delivered, AcknowledgeType.RELEASE);
                }
            }
        }

        /** Whether the broker accepted the acknowledgement; if not, this worker no longer has the message. */
        private boolean answer(ConsumerRecord<byte[], byte[]> message, AcknowledgeType type) {
            try {
                consumer.acknowledge(message, type);
                Optional<KafkaException> refusal = consumer.commitSync(ANSWER).values().stream()
                        .flatMap(Optional::stream)
                        .findFirst();
                refusal.ifPresent(
                        e -> LOG.warnf("message %d: %s came too late: %s", message.offset(), type, e.getMessage()));
                return refusal.isEmpty();
            } catch (KafkaException | IllegalStateException e) {
                LOG.warnf("message %d: the broker did not answer %s: %s", message.offset(), type, e.getMessage());
                return false;
            }
        }

        private static AcknowledgeType acknowledgement(JobHandler.Verdict verdict) {
            return switch (verdict) {
                case DONE -> AcknowledgeType.ACCEPT;
                case GIVE_BACK -> AcknowledgeType.RELEASE;
            };
        }
    }
}
