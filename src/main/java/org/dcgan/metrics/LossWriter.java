package org.dcgan.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.dcgan.message.LossRecorded;
import org.dcgan.metrics.RemoteWrite.Refusal;
import org.dcgan.process.ServiceThreads;
import org.dcgan.topic.KafkaClients;
import org.dcgan.topic.SkippedMessages;
import org.dcgan.topic.Topic;
import org.jboss.logging.Logger;

/**
 * Sends every recorded loss to the remote-write receiver. Offsets are committed after the receiver has stored or rejected the points,
 * so no point is lost while the receiver or this process is down; a point that is sent twice is the same sample.
 */
final class LossWriter {
    private static final Logger LOG = Logger.getLogger(LossWriter.class);
    /** The consumer group: one of several processes sends, and another takes over when it fails. */
    private static final String GROUP = "dcgan-metrics";

    private static final int SILENCE_MILLISECONDS = 10_000;
    private static final Map<String, Object> SETTINGS = Map.of(
            ConsumerConfig.GROUP_ID_CONFIG,
            GROUP,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "earliest",
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false,
            ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
            SILENCE_MILLISECONDS,
            ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG,
            Integer.MAX_VALUE); // an outage may be long

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final RemoteWrite receiver;
    private final TopicReader reader;
    private final Clock clock;
    private final MeterRegistry meters;
    private final ServiceThreads threads;
    private final SkippedMessages skipped;
    private final Counter written;
    private final Timer delay;
    private final CountDownLatch stop = new CountDownLatch(1);
    private volatile String obstacle;
    private Thread thread;

    LossWriter(
            RemoteWrite receiver,
            TopicReader reader,
            Clock clock,
            MeterRegistry meters,
            ServiceThreads threads,
            SkippedMessages skipped) {
        this.receiver = receiver;
        this.reader = reader;
        this.clock = clock;
        this.meters = meters;
        this.threads = threads;
        this.skipped = skipped;
        this.written = Counter.builder("dcgan.remote.write.points")
                .description("Recorded losses that the receiver of remote write has stored")
                .register(meters);
        this.delay = Timer.builder("dcgan.remote.write.delay")
                .description("From the end of an iteration until its losses were stored by the receiver")
                .publishPercentiles(0.5, 0.99)
                .register(meters);
    }

    /** Starts to send. */
    void open(Map<String, Object> kafka) {
        thread = threads.start("loss-writer", () -> sendAll(kafka), cause -> obstacle = ServiceThreads.reason(cause));
    }

    /** Stops after the current request; the next process sends what is not stored then. */
    void close() throws InterruptedException {
        stop.countDown();
        thread.join(ANSWER.toMillis());
        thread.interrupt();
        thread.join();
    }

    /** Why points are waiting, if they are. */
    Optional<String> obstacle() {
        return Optional.ofNullable(obstacle);
    }

    private void sendAll(Map<String, Object> kafka) {
        try {
            sendAll(connect(kafka));
        } catch (InterruptException | InterruptedException e) {
            LOG.debug("the next process sends the waiting points");
        }
    }

    private void sendAll(KafkaConsumer<byte[], byte[]> consumer) throws InterruptedException {
        try {
            consumer.subscribe(List.of(Topic.LOSSES.topicName()));
            while (stop.getCount() > 0) {
                sendNext(consumer);
            }
        } finally {
            Thread.interrupted(); // otherwise the consumer could not leave its group
            consumer.close(CloseOptions.timeout(ANSWER));
        }
    }

    /** Creates a consumer, as soon as the broker's name can be resolved. */
    private KafkaConsumer<byte[], byte[]> connect(Map<String, Object> kafka) throws InterruptedException {
        while (true) {
            try {
                return KafkaClients.consumer(kafka, SETTINGS);
            } catch (KafkaException e) {
                LOG.debugf("no losses are read yet: %s", e.getMessage()); // readiness reports it
                if (stop.await(LONGEST_PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new InterruptedException("told to stop");
                }
            }
        }
    }

    private void sendNext(KafkaConsumer<byte[], byte[]> consumer) throws InterruptedException {
        try {
            ConsumerRecords<byte[], byte[]> messages = consumer.poll(POLL);
            if (!messages.isEmpty()) {
                store(news(messages));
                consumer.commitSync(ANSWER);
            }
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.warnf("losses that were stored may be sent again: %s", e.getMessage());
        }
    }

    private List<LossRecorded> news(ConsumerRecords<byte[], byte[]> messages) {
        List<LossRecorded> news = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> message : messages) {
            try {
                reader.lossIfNew(message).ifPresent(news::add);
            } catch (RuntimeException e) { // the next message can be read
                skipped.skip(message, e);
            }
        }
        return news;
    }

    private void store(List<LossRecorded> points) throws InterruptedException {
        if (points.isEmpty()) {
            return;
        }
        Optional<Refusal> refusal = untilAnswered(points);
        if (refusal.isEmpty()) {
            points.forEach(point -> delay.record(Duration.between(point.at(), clock.instant())));
            written.increment(points.size());
        } else if (points.size() > 1 && refusal.get().concernsPoints()) {
            int half = points.size() / 2;
            store(points.subList(0, half));
            store(points.subList(half, points.size()));
        } else {
            drop(points, refusal.get());
        }
    }

    private Optional<Refusal> untilAnswered(List<LossRecorded> points) throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                Optional<Refusal> answer = receiver.send(points);
                obstacle = null;
                return answer;
            } catch (IOException e) {
                obstacle = e.toString();
                LOG.warnf("%d points are sent again in %d ms: %s", points.size(), pause.toMillis(), e);
                if (stop.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new InterruptedException("told to stop");
                }
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        }
    }

    private void drop(List<LossRecorded> points, Refusal refusal) {
        LossRecorded first = points.get(0);
        LOG.errorf(
                "%d points of job %s from step %d are dropped, because the receiver rejected them with status %d: %s",
                points.size(), first.jobId(), first.step(), refusal.status(), refusal.reason());
        Counter.builder("dcgan.remote.write.refused")
                .description("Recorded losses that the receiver of remote write has refused, by its HTTP status")
                .tag("status", Integer.toString(refusal.status()))
                .register(meters)
                .increment(points.size());
    }
}
