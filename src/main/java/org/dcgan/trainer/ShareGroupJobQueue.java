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
 * The queue as a Kafka share group (KIP-932): whichever worker is free takes the next message, none waits behind another, and
 * the broker gives the message of a worker that died to the next at once.
 *
 * <p>A message is locked for its worker for a time and renewed several times within it. The lock is volatile: a broker that
 * restarts, or a connection that is cut, frees it. So the answer to every renewal is read, and a worker that got none in time
 * stops.
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
            "record_limit"); // one message each; by default a worker takes all there are

    private final Map<String, Object> kafka;
    private final Duration lock;

    /**
     * A queue that has not connected.
     *
     * @param kafka the broker's settings
     * @param lock how long a message stays a silent worker's
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

    /** Before the first worker joins: messages published before that count, aborted ones never, and the lock is ours to choose. */
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

        /** A consumer that lost a message can wait for its renewal for ever, so another is needed. */
        @Override
        public boolean serve(ConsumerRecord<byte[], byte[]> message, Lease lease, HandlerThread worker)
                throws InterruptedException {
            Optional<JobHandler.Verdict> verdict =
                    worker.handle(JobMessage.of(message), lease, () -> renew(message, lease));
            // what was lost is released by closing the consumer: the broker may still hold it for us
            return verdict.isPresent() && answer(message, acknowledgement(verdict.get()));
        }

        @Override
        public void close() {
            consumer.close(ANSWER);
        }

        /** Locks the message anew. The broker then delivers it again, to us, before it takes another answer. */
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

        /** Whether the broker took the answer: if not, the message is not ours any more. */
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
                LOG.warnf("message %d: %s was not answered: %s", message.offset(), type, e.getMessage());
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
