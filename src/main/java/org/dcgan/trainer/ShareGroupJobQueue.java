package org.dcgan.trainer;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.dcgan.topic.Publisher;
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
final class ShareGroupJobQueue implements JobQueue {
    private static final Logger LOG = Logger.getLogger(ShareGroupJobQueue.class);

    private static final String GROUP = "dcgan-trainers";
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final int RENEWALS_A_LOCK = 6;
    /** A broker drops a message after five deliveries, silently; before that it is put at the queue's end anew. */
    private static final int MOST_DELIVERIES = 4;

    private final Map<String, Object> kafka;
    private final Duration lock;
    private final Publisher publisher;
    private final Retries retries;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(task -> new Thread(task, "trainer"));
    private KafkaShareConsumer<byte[], byte[]> consumer;
    private volatile boolean closed;

    /**
     * A queue that has not connected.
     *
     * @param kafka the broker's settings
     * @param lock how long a message stays a silent worker's
     * @param publisher puts messages anew
     * @param retries for a broker that is away
     */
    ShareGroupJobQueue(Map<String, Object> kafka, Duration lock, Publisher publisher, Retries retries) {
        this.kafka = kafka;
        this.lock = lock;
        this.publisher = publisher;
        this.retries = retries;
    }

    @Override
    public void serve(JobHandler handler) throws InterruptedException {
        retries.untilDone(this::configureGroup);
        consumer = new KafkaShareConsumer<>(settings(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        try {
            consumer.subscribe(List.of(Topic.JOBS.topicName()));
            while (!closed) {
                for (ConsumerRecord<byte[], byte[]> message : retries.untilDone(() -> consumer.poll(POLL))) {
                    serve(message, handler);
                }
            }
        } finally {
            worker.shutdownNow();
            consumer.close();
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    private void serve(ConsumerRecord<byte[], byte[]> message, JobHandler handler) throws InterruptedException {
        JobMessage job = JobMessage.of(message);
        if (message.deliveryCount().orElse((short) 1) >= MOST_DELIVERIES) {
            retries.untilDone(() -> publisher.publish(job.to(Topic.JOBS.topicName())));
            answer(message, AcknowledgeType.ACCEPT);
            return;
        }
        TimedLease lease = new TimedLease(lock);
        Future<JobHandler.Verdict> work = worker.submit(() -> handler.handle(job, lease));
        Optional<JobHandler.Verdict> verdict = await(work);
        while (verdict.isEmpty()) {
            if (lease.isHeld()) {
                renew(message, lease);
            }
            verdict = await(work);
        }
        if (lease.isHeld()) {
            answer(message, acknowledgement(verdict.get()));
        }
    }

    /** The worker's verdict, if it comes before the next renewal is due. */
    private Optional<JobHandler.Verdict> await(Future<JobHandler.Verdict> work) throws InterruptedException {
        try {
            return Optional.of(work.get(lock.toMillis() / RENEWALS_A_LOCK, TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            LOG.error("the worker failed, the message is given back", e.getCause());
            return Optional.of(JobHandler.Verdict.GIVE_BACK);
        }
    }

    /** Locks the message anew. The broker then delivers it again, to us, before it takes another answer. */
    private void renew(ConsumerRecord<byte[], byte[]> message, TimedLease lease) {
        long asked = System.nanoTime();
        if (!answer(message, AcknowledgeType.RENEW)) {
            lease.lose();
            return;
        }
        boolean ours = false;
        for (ConsumerRecord<byte[], byte[]> delivered : consumer.poll(POLL)) {
            if (delivered.offset() == message.offset()) {
                ours = true;
            } else {
                answer(delivered, AcknowledgeType.RELEASE);
            }
        }
        if (ours) {
            lease.extend(asked);
        } else {
            lease.lose();
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

    /** Before the first worker joins: messages published before that count, and the lock is ours to choose. */
    private void configureGroup() {
        try (Admin admin = Admin.create(kafka)) {
            List<AlterConfigOp> changes = List.of(
                    set("share.auto.offset.reset", "earliest"),
                    set("share.record.lock.duration.ms", Long.toString(lock.toMillis())));
            admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.GROUP, GROUP), changes))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new KafkaException("cannot configure the share group " + GROUP, e.getCause());
        } catch (InterruptedException e) {
            throw new org.apache.kafka.common.errors.InterruptException(e);
        }
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), OpType.SET);
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        settings.put("share.acknowledgement.mode", "explicit");
        settings.put("share.acquire.mode", "record_limit"); // one message each; by default a worker takes all there are
        return settings;
    }
}
