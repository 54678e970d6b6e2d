package org.dcgan.trainer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.core.ConditionFactory;
import org.dcgan.Transactions;
import org.dcgan.embedded.EmbeddedKafka;
import org.dcgan.topic.JobMessage;
import org.dcgan.topic.Publisher;
import org.dcgan.topic.Topic;
import org.dcgan.trainer.JobHandler.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What every {@link JobQueue} promises, shown on a real broker. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
abstract class JobQueueContract {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<JobQueue> queues = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final List<String> handled = new CopyOnWriteArrayList<>();

    @TempDir
    Path directory;

    /** The settings of a client of the broker. */
    Map<String, Object> kafka;

    private EmbeddedKafka broker;
    private Publisher publisher;

    /** Creates a queue, without connecting. */
    abstract JobQueue queue(Map<String, Object> kafka, Duration lock);

    /** As short as the broker allows. */
    abstract Duration lock();

    @BeforeEach
    void startBroker() throws Exception {
        broker = EmbeddedKafka.start(directory, 0);
        kafka = new HashMap<>(Map.of("bootstrap.servers", broker.bootstrapServers()));
        publisher = new Publisher(() -> kafka);
        Topics.create(kafka, Topic.JOBS);
    }

    @AfterEach
    void stop() throws InterruptedException {
        queues.forEach(JobQueue::close);
        for (Thread thread : threads) {
            thread.join(PATIENCE.toMillis());
        }
        broker.close();
    }

    @Test
    void aMessagePublishedBeforeAnybodyServesIsHandedOut() {
        publish("early");

        serve((message, lease) -> done(message));

        await("early").until(() -> handled.equals(List.of("early")));
    }

    @Test
    void takesNoMessageWhileItsHandlerIsNotReady() {
        AtomicInteger questions = new AtomicInteger();
        AtomicBoolean ready = new AtomicBoolean();
        publish("early");
        serve(new JobHandler() {
            @Override
            public Verdict handle(JobMessage message, Lease lease) {
                return done(message);
            }

            @Override
            public boolean isReady() {
                questions.incrementAndGet();
                return ready.get();
            }
        });
        await("questions").until(() -> questions.get() > 4);
        assertThat(handled).isEmpty();

        ready.set(true);

        await("early").until(() -> handled.equals(List.of("early")));
    }

    @Test
    void firstComeIsFirstServed() {
        publish("a", "b", "c", "d", "e");

        serve((message, lease) -> done(message));

        await("all").until(() -> handled.size() == 5);
        assertThat(handled).containsExactly("a", "b", "c", "d", "e");
    }

    @Test
    void eachMessageIsHandledOnceByTwoWorkers() {
        serve((message, lease) -> done(message));
        serve((message, lease) -> done(message));

        List<String> all =
                IntStream.range(0, 20).mapToObj(number -> "job-" + number).toList();
        all.forEach(this::publish);

        await("all").until(() -> handled.size() >= 20);
        assertThat(handled).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void aMessageThatTakesLongerThanTheLockStaysItsWorkers() {
        AtomicBoolean held = new AtomicBoolean(true);
        JobHandler longWork = (message, lease) -> {
            handled.add(key(message));
            long end = System.nanoTime() + lock().multipliedBy(3).toNanos();
            await("the end of the work").until(() -> {
                held.compareAndSet(true, lease.isHeld());
                return System.nanoTime() > end;
            });
            return done(message("end of " + key(message)));
        };
        serve(longWork);
        serve(longWork);

        publish("long");

        await("the end").until(() -> handled.contains("end of long"));
        assertThat(handled).containsExactly("long", "end of long");
        assertThat(held).isTrue();
    }

    @Test
    void aMessageGivenBackIsDeliveredAgain() {
        AtomicInteger deliveries = new AtomicInteger();
        serve((message, lease) -> deliveries.incrementAndGet() < 4 ? Verdict.GIVE_BACK : done(message));

        publish("again");

        await("the fourth delivery").until(() -> handled.equals(List.of("again")));
    }

    @Test
    void aMessageWhoseHandlerFailsIsDeliveredAgain() {
        AtomicInteger deliveries = new AtomicInteger();
        serve((message, lease) -> {
            if (deliveries.incrementAndGet() == 1) {
                throw new IllegalStateException("the first delivery fails, as the test has it");
            }
            return done(message);
        });

        publish("unlucky", "next");

        await("both").until(() -> handled.size() >= 2);
        assertThat(handled).containsExactlyInAnyOrder("unlucky", "next");
    }

    @Test
    void aWorkerThatClosesHandsItsMessageOver() {
        AtomicBoolean taken = new AtomicBoolean();
        AtomicBoolean stopping = new AtomicBoolean();
        JobQueue closing = serve((message, lease) -> {
            taken.set(true);
            await("the stop").untilTrue(stopping);
            return Verdict.GIVE_BACK;
        });
        publish("handed over");
        await("the first worker").untilTrue(taken);
        serve((message, lease) -> done(message));

        closing.close();
        stopping.set(true);

        await("the second worker").until(() -> handled.equals(List.of("handed over")));
    }

    @Test
    void aBrokerThatIsAwayForLongerThanTheLockEndsTheLeaseAndDeliversAgainWhenItIsBack() throws Exception {
        AtomicBoolean taken = new AtomicBoolean();
        AtomicBoolean lost = new AtomicBoolean();
        serve((message, lease) -> {
            if (taken.getAndSet(true)) {
                return done(message);
            }
            await("the lease's end").until(() -> !lease.isHeld());
            lost.set(true);
            return done(message("nobody's")); // what it says does not count any more
        });
        publish("outlived");
        await("the worker").untilTrue(taken);

        int port = URI.create("kafka://" + broker.bootstrapServers()).getPort();
        broker.close();
        await("the lease's end").untilTrue(lost);
        broker = EmbeddedKafka.start(directory, port);

        await("the second delivery").until(() -> handled.contains("outlived"));
    }

    @Test
    void aHandlerIsInterruptedWhenItsLeaseIsLost() throws Exception {
        AtomicBoolean taken = new AtomicBoolean();
        AtomicBoolean interrupted = new AtomicBoolean();
        serve((message, lease) -> {
            taken.set(true);
            try {
                Thread.sleep(PATIENCE.toMillis());
            } catch (InterruptedException e) {
                interrupted.set(true);
            }
            return Verdict.GIVE_BACK;
        });
        publish("waiting");
        await("the worker").untilTrue(taken);

        broker.close();

        await("the interrupt").untilTrue(interrupted);
    }

    @Test
    void anIsolationLevelThatIsSetForEveryClientDisturbsNoQueue() {
        kafka.put("isolation.level", "read_uncommitted");
        publish("handed out");

        serve((message, lease) -> done(message));

        await("the message").until(() -> handled.equals(List.of("handed out")));
    }

    @Test
    void aMessageOfAnAbortedTransactionIsNeverHandedOut() throws Exception {
        try (KafkaProducer<byte[], byte[]> other = Transactions.producer(kafka)) {
            other.beginTransaction();
            other.send(record("aborted")).get();
            other.abortTransaction();
        }
        publish("next");

        serve((message, lease) -> done(message));

        await("the next").until(() -> handled.contains("next"));
        assertThat(handled).containsExactly("next");
    }

    @Test
    void aMessageIsHandedOutOnceItsTransactionIsCommitted() throws Exception {
        serve((message, lease) -> done(message));
        publish("before");
        try (KafkaProducer<byte[], byte[]> other = Transactions.producer(kafka)) {
            other.beginTransaction();
            other.send(record("committed")).get();
            publish("behind");
            await("what is before").until(() -> handled.contains("before"));
            assertThat(handled).containsExactly("before");

            other.commitTransaction();
        }

        await("what is behind").until(() -> handled.contains("behind"));
        assertThat(handled).containsExactly("before", "committed", "behind");
    }

    private JobQueue serve(JobHandler handler) {
        return serve(queue(kafka, lock()), handler);
    }

    final JobQueue serve(JobQueue queue, JobHandler handler) {
        Thread thread = new Thread(() -> {
            try {
                queue.serve(handler);
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts it", e);
            }
        });
        queues.add(queue);
        threads.add(thread);
        thread.start();
        return queue;
    }

    private void publish(String... keys) {
        for (String key : keys) {
            publisher.publish(record(key));
        }
    }

    private static ProducerRecord<byte[], byte[]> record(String key) {
        return new ProducerRecord<>(Topic.JOBS.topicName(), key.getBytes(UTF_8), "{}".getBytes(UTF_8));
    }

    private Verdict done(JobMessage message) {
        handled.add(key(message));
        return Verdict.DONE;
    }

    private static JobMessage message(String key) {
        return new JobMessage(key.getBytes(UTF_8), null, "nowhere", 1);
    }

    private static String key(JobMessage message) {
        return new String(message.key(), UTF_8);
    }

    static ConditionFactory await(String what) {
        return org.awaitility.Awaitility.await(what).atMost(PATIENCE);
    }
}
