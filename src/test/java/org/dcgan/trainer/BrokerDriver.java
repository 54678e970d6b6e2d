package org.dcgan.trainer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.dcgan.topic.Publisher;
import org.dcgan.trainer.JobHandler.Verdict;

/** A group of a real broker, with a topic of its own. */
final class BrokerDriver implements QueueDriver {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration SHORT_PATIENCE = Duration.ofSeconds(1);

    private final RestartableBroker broker;
    private final String topic;
    private final Supplier<GroupMember> join;
    private final Publisher publisher;
    private final Map<Integer, GroupMember> members = new HashMap<>();
    private final Map<Integer, ConsumerRecord<byte[], byte[]>> inHand = new HashMap<>();

    BrokerDriver(RestartableBroker broker, String topic, Supplier<GroupMember> join) {
        this.broker = broker;
        this.topic = topic;
        this.join = join;
        this.publisher = new Publisher(broker::kafka);
    }

    /**
     * A worker's consumer. If the broker refuses a renewal or an answer, the method returns false, or throws a {@link KafkaException}
     * or an {@link IllegalStateException}.
     */
    interface GroupMember {
        /** Asks for a message, for a moment. */
        Optional<ConsumerRecord<byte[], byte[]>> poll();

        /** Does what the group expects of a member that wants no message, for a moment. */
        void stayAlive();

        /** Whether the message is the member's still. */
        boolean renew(ConsumerRecord<byte[], byte[]> message);

        /** Whether the answer is accepted. */
        boolean finish(ConsumerRecord<byte[], byte[]> message, Verdict verdict);

        void leave();

        void die();

        void suspend();
    }

    @Override
    public void publish(String message) {
        publisher.publish(new ProducerRecord<>(topic, message.getBytes(UTF_8)));
    }

    @Override
    public Taken take(int worker) {
        return poll(worker, PATIENCE).orElseThrow();
    }

    @Override
    public boolean findsNothing(int worker) {
        return poll(worker, SHORT_PATIENCE).isEmpty();
    }

    @Override
    public boolean renew(int worker) {
        return isAccepted(() -> members.get(worker).renew(inHand.get(worker)));
    }

    @Override
    public boolean finish(int worker, Verdict verdict) {
        return isAccepted(() -> members.get(worker).finish(inHand.get(worker), verdict));
    }

    @Override
    public void leave(int worker) {
        members.remove(worker).leave();
    }

    @Override
    public void die(int worker) {
        members.remove(worker).die();
    }

    @Override
    public void suspend(int worker) {
        members.get(worker).suspend();
    }

    @Override
    public void restartBroker(Duration away) throws Exception {
        broker.restart(away);
    }

    @Override
    public void let(Duration time) throws Exception {
        long end = System.nanoTime() + time.toNanos(); // the broker has no other clock
        while (System.nanoTime() < end) {
            Thread.sleep(10); // there may be no member
            members.values().forEach(GroupMember::stayAlive);
        }
    }

    @Override
    public void close() {
        List.copyOf(members.keySet()).forEach(this::leave);
    }

    private Optional<Taken> poll(int worker, Duration patience) {
        GroupMember member = members.computeIfAbsent(worker, number -> join.get());
        List<GroupMember> others = new ArrayList<>(members.values());
        others.remove(member);
        long end = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < end) {
            Optional<ConsumerRecord<byte[], byte[]>> message = member.poll();
            if (message.isPresent()) {
                inHand.put(worker, message.get());
                return message.map(BrokerDriver::taken);
            }
            others.forEach(GroupMember::stayAlive);
        }
        return Optional.empty();
    }

    private static Taken taken(ConsumerRecord<byte[], byte[]> message) {
        return new Taken(
                new String(message.value(), UTF_8), message.deliveryCount().orElse((short) 1));
    }

    private static boolean isAccepted(BooleanSupplier answer) {
        try {
            return answer.getAsBoolean();
        } catch (KafkaException | IllegalStateException e) {
            return false;
        }
    }
}
