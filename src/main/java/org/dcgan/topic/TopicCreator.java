package org.dcgan.topic;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;
import org.dcgan.process.ServiceThreads;
import org.jboss.logging.Logger;

/**
 * Creates missing topics before they are read. The start does not wait for an unavailable broker: the creation is retried in the
 * background.
 */
@Singleton
final class TopicCreator {
    private static final Logger LOG = Logger.getLogger(TopicCreator.class);
    private static final Duration ANSWER = Duration.ofSeconds(3);
    private static final long FIRST_PAUSE_SECONDS = 1;
    private static final long LONGEST_PAUSE_SECONDS = 30;

    private final Provider<Map<String, Object>> kafka;
    private final ServiceThreads threads;
    private Optional<Thread> retries = Optional.empty();

    /**
     * Creates it; the topics are created later.
     *
     * @param kafka the broker's settings, asked when its address is known
     * @param threads start the thread that retries
     */
    @Inject
    TopicCreator(@Identifier("default-kafka-broker") Provider<Map<String, Object>> kafka, ServiceThreads threads) {
        this.kafka = kafka;
        this.threads = threads;
    }

    /** Before any server is started. */
    void check(@Observes @Priority(0) StartupEvent event) {
        KafkaSettings.requireSound(kafka.get());
    }

    void start(@Observes @Priority(2) StartupEvent event) throws InterruptedException {
        try {
            createMissing();
        } catch (ExecutionException | KafkaException e) {
            LOG.warnf(
                    "The topics cannot be created yet on %s; retrying in the background: %s",
                    kafka.get().get("bootstrap.servers"), e.getMessage());
            retries = Optional.of(threads.start("topic-creator", this::retry, cause -> {}));
        }
    }

    @PreDestroy
    void stop() {
        retries.ifPresent(Thread::interrupt);
    }

    private void retry() {
        long pause = FIRST_PAUSE_SECONDS;
        while (true) {
            try {
                TimeUnit.SECONDS.sleep(pause);
                createMissing();
                LOG.info("The topics exist now");
                return;
            } catch (ExecutionException | KafkaException e) {
                pause = Math.min(2 * pause, LONGEST_PAUSE_SECONDS);
            } catch (InterruptedException e) {
                return; // the process ends
            }
        }
    }

    private void createMissing() throws ExecutionException, InterruptedException {
        try (Admin admin = KafkaClients.admin(kafka.get(), ANSWER)) {
            Set<String> present = admin.listTopics().names().get();
            List<NewTopic> missing = Arrays.stream(Topic.values())
                    .filter(topic -> !present.contains(topic.topicName()))
                    .map(Topic::creation)
                    .toList();
            for (KafkaFuture<Void> creation :
                    admin.createTopics(missing).values().values()) {
                awaitCreation(creation);
            }
        }
    }

    private static void awaitCreation(KafkaFuture<Void> creation) throws ExecutionException, InterruptedException {
        try {
            creation.get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) { // another process was faster
                throw e;
            }
        }
    }
}
