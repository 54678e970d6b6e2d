package org.dcgan.trainer;

import java.lang.reflect.Field;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.dcgan.topic.KafkaClients;
import org.dcgan.trainer.BrokerDriver.GroupMember;
import org.dcgan.trainer.JobHandler.Verdict;

/**
 * A consumer as {@link ConsumerGroupJobQueue} has it: polled all the time, its partition paused while it has a message. A thread of
 * the consumer's own sends heartbeats.
 */
final class ConsumerGroupMember implements GroupMember, ConsumerRebalanceListener {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private boolean paused;
    private Suspension suspension;

    ConsumerGroupMember(Map<String, Object> kafka, String name, Duration lock) {
        Map<String, Object> settings = new ConsumerGroupJobQueue(kafka, lock).settings();
        settings.put("group.id", name);
        consumer = KafkaClients.consumer(kafka, settings);
        partition = new TopicPartition(name, 0);
        consumer.subscribe(List.of(name), this);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
        if (paused) {
            consumer.pause(assigned);
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {}

    @Override
    public Optional<ConsumerRecord<byte[], byte[]>> poll() {
        paused = false;
        consumer.resume(consumer.paused());
        Iterator<ConsumerRecord<byte[], byte[]>> messages = consumer.poll(POLL).iterator();
        return messages.hasNext() ? Optional.of(messages.next()) : Optional.empty();
    }

    @Override
    public void stayAlive() {
        if (suspension == null) {
            paused = true;
            consumer.pause(consumer.assignment());
            consumer.poll(POLL);
        }
    }

    @Override
    public boolean renew(ConsumerRecord<byte[], byte[]> message) {
        wake();
        stayAlive();
        commit(message.offset());
        return true;
    }

    @Override
    public boolean finish(ConsumerRecord<byte[], byte[]> message, Verdict verdict) {
        wake();
        switch (verdict) {
            case DONE -> commit(message.offset() + 1);
            case GIVE_BACK -> consumer.seek(partition, message.offset());
        }
        return true;
    }

    @Override
    public void leave() {
        wake();
        consumer.close(CloseOptions.timeout(ANSWER));
    }

    @Override
    public void die() {
        consumer.close(CloseOptions.groupMembershipOperation(GroupMembershipOperation.REMAIN_IN_GROUP));
    }

    @Override
    public void suspend() {
        suspension = new Suspension(consumer);
    }

    private void wake() {
        if (suspension != null) {
            suspension.end();
            suspension = null;
        }
    }

    private void commit(long offset) {
        consumer.commitSync(Map.of(partition, new OffsetAndMetadata(offset)), ANSWER);
    }

    /** A consumer's threads stand still. There is no setting for that, so another thread keeps the lock that they share. */
    private static final class Suspension {
        private final CountDownLatch end = new CountDownLatch(1);

        Suspension(KafkaConsumer<byte[], byte[]> consumer) {
            Object lock = field(field(consumer, "delegate"), "coordinator");
            CountDownLatch begun = new CountDownLatch(1);
            Thread keeper = new Thread(() -> {
                synchronized (lock) {
                    begun.countDown();
                    await(end);
                }
            });
            keeper.start();
            await(begun);
        }

        void end() {
            end.countDown();
        }

        private static Object field(Object owner, String name) {
            try {
                Field field = owner.getClass().getDeclaredField(name);
                field.setAccessible(true);
                return field.get(owner);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("this version of Kafka's consumer has no such field", e);
            }
        }

        private static void await(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts it", e);
            }
        }
    }
}
