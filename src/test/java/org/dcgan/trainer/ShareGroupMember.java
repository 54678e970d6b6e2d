package org.dcgan.trainer;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.config.ConfigResource;
import org.dcgan.topic.KafkaClients;
import org.dcgan.trainer.BrokerDriver.GroupMember;
import org.dcgan.trainer.JobHandler.Verdict;

/** A consumer as {@link ShareGroupJobQueue} has it. The group hears nothing of a member between its requests. */
final class ShareGroupMember implements GroupMember {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final KafkaShareConsumer<byte[], byte[]> consumer;

    ShareGroupMember(Map<String, Object> kafka, String name) {
        consumer = KafkaClients.shareConsumer(
                kafka,
                Map.of(
                        "group.id",
                        name,
                        "max.poll.records",
                        1,
                        "share.acknowledgement.mode",
                        "explicit",
                        "share.acquire.mode",
                        "record_limit"));
        consumer.subscribe(List.of(name));
    }

    static void configureGroup(Map<String, Object> kafka, String name, Duration lock)
            throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(kafka)) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.GROUP, name),
                            List.of(
                                    set("share.auto.offset.reset", "earliest"),
                                    set("share.record.lock.duration.ms", Long.toString(lock.toMillis())))))
                    .all()
                    .get();
        }
    }

    @Override
    public Optional<ConsumerRecord<byte[], byte[]>> poll() {
        Iterator<ConsumerRecord<byte[], byte[]>> messages = consumer.poll(POLL).iterator();
        return messages.hasNext() ? Optional.of(messages.next()) : Optional.empty();
    }

    @Override
    public void stayAlive() {}

    /** The broker delivers a renewed message again before it takes another answer. */
    @Override
    public boolean renew(ConsumerRecord<byte[], byte[]> message) {
        if (!answer(message, AcknowledgeType.RENEW)) {
            return false;
        }
        long end = System.nanoTime() + ANSWER.toNanos();
        while (System.nanoTime() < end) {
            if (poll().isPresent()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean finish(ConsumerRecord<byte[], byte[]> message, Verdict verdict) {
        return answer(message, verdict == Verdict.DONE ? AcknowledgeType.ACCEPT : AcknowledgeType.RELEASE);
    }

    @Override
    public void leave() {
        consumer.close(Duration.ofSeconds(1));
    }

    @Override
    public void die() {
        throw new UnsupportedOperationException("a share consumer does not end without releasing its messages");
    }

    @Override
    public void suspend() {}

    private boolean answer(ConsumerRecord<byte[], byte[]> message, AcknowledgeType type) {
        consumer.acknowledge(message, type);
        return consumer.commitSync(ANSWER).values().stream().allMatch(Optional::isEmpty);
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }
}
