package org.dcgan.trainer;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dcgan.topic.Publisher;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Starts this process's slots, if it is a trainer, and stops them with it. A slot trains one job at a time. */
@Singleton
final class TrainerRole {
    private static final Logger LOG = Logger.getLogger(TrainerRole.class);
    /** A run that stops still stores a checkpoint. If the store is away, the job goes on from an older one. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final boolean played;
    private final TrainerConfig config;
    private final Provider<Map<String, Object>> kafka;
    private final Publisher publisher;
    private final Retries retries;
    private final JobLedger ledger;
    private final Worker worker;
    private final List<JobQueue> queues = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    @Inject
    TrainerRole(
            @ConfigProperty(name = "dcgan.role.trainer") boolean played,
            TrainerConfig config,
            @Identifier("default-kafka-broker") Provider<Map<String, Object>> kafka,
            Publisher publisher,
            Retries retries,
            JobLedger ledger,
            Worker worker) {
        this.played = played;
        this.config = config;
        this.kafka = kafka;
        this.publisher = publisher;
        this.retries = retries;
        this.ledger = ledger;
        this.worker = worker;
    }

    void start(@Observes StartupEvent event) {
        if (!played) {
            return;
        }
        ledger.open();
        for (int slot = 0; slot < config.slots(); slot++) {
            JobQueue queue = new ShareGroupJobQueue(kafka.get(), config.lock(), publisher, retries);
            Thread thread = new Thread(() -> serve(queue), "job-queue-" + slot);
            queues.add(queue);
            threads.add(thread);
            thread.start();
        }
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        if (!played) {
            return;
        }
        queues.forEach(JobQueue::close);
        worker.stop();
        for (Thread thread : threads) {
            thread.join(PATIENCE.toMillis());
            thread.interrupt();
        }
        ledger.close();
    }

    private void serve(JobQueue queue) {
        try {
            queue.serve(worker);
        } catch (InterruptedException e) {
            LOG.warn("the job in hand was not given back in time; it goes on elsewhere from its last checkpoint");
        }
    }
}
