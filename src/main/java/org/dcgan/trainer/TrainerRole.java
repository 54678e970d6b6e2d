package org.dcgan.trainer;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
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
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.dcgan.device.ComputeDevice;
import org.dcgan.process.ServiceThreads;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Starts the slots of a trainer process, and stops them at shutdown. A slot trains one job at a time. */
@Singleton
final class TrainerRole {
    private static final Logger LOG = Logger.getLogger(TrainerRole.class);
    /** How long a consumer may take to leave its group. */
    private static final Duration GOODBYE = PollingJobQueue.ANSWER;

    private final boolean played;
    private final TrainerConfig config;
    private final Provider<Map<String, Object>> kafka;
    private final KnownJobStates knownStates;
    private final Worker worker;
    private final AttemptFiles attemptFiles;
    private final ComputeDevice device;
    private final ServiceThreads service;
    private final List<JobQueue> queues = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    @Inject
    TrainerRole(
            @ConfigProperty(name = "dcgan.role.trainer") boolean played,
            TrainerConfig config,
            @Identifier("default-kafka-broker") Provider<Map<String, Object>> kafka,
            KnownJobStates knownStates,
            Worker worker,
            AttemptFiles attemptFiles,
            ComputeDevice device,
            ServiceThreads service) {
        this.played = played;
        this.config = config;
        this.kafka = kafka;
        this.knownStates = knownStates;
        this.worker = worker;
        this.attemptFiles = attemptFiles;
        this.device = device;
        this.service = service;
    }

    void start(@Observes StartupEvent event) {
        if (!played) {
            return;
        }
        switch (config.queue()) {
            case SHARE_GROUP -> ShareGroupSupport.require(kafka.get());
            case CONSUMER_GROUP -> {} // every broker has these
        }
        attemptFiles.prepare();
        LOG.infof("training on %s", device.get());
        knownStates.open();
        service.whenOneFails(() -> queues.forEach(JobQueue::close)); // other workers can take the jobs
        for (int slot = 0; slot < config.slots(); slot++) {
            JobQueue queue = queue();
            JobHandler handler = worker.slot(WorkerName.ofSlot(slot));
            queues.add(queue);
            threads.add(service.start("job-queue-" + slot, () -> serve(queue, handler), cause -> queue.close()));
        }
    }

    /** Saves the runs at once, while HTTP is still served. */
    void endRuns(@Observes ShutdownDelayInitiatedEvent event) {
        endRuns();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        if (!played) {
            return;
        }
        endRuns();
        long end = System.nanoTime() + config.patience().toNanos();
        for (Thread thread : threads) {
            thread.join(Math.max(1, Duration.ofNanos(end - System.nanoTime()).toMillis()));
            thread.interrupt();
        }
        for (Thread thread : threads) {
            thread.join(GOODBYE.toMillis());
        }
        knownStates.close();
    }

    /** Why a slot gets no messages, if one does not. */
    Optional<String> trouble() {
        return queues.stream().flatMap(queue -> queue.trouble().stream()).findFirst();
    }

    private void endRuns() {
        if (played) {
            queues.forEach(JobQueue::close);
            worker.stop();
        }
    }

    private JobQueue queue() {
        return switch (config.queue()) {
            case SHARE_GROUP -> new ShareGroupJobQueue(kafka.get(), config.lock());
            case CONSUMER_GROUP -> new ConsumerGroupJobQueue(kafka.get(), config.lock());
        };
    }

    private void serve(JobQueue queue, JobHandler handler) {
        try {
            worker.reportCrashes();
            queue.serve(handler);
        } catch (InterruptedException e) {
            LOG.warn("a running job was not released in time; it continues elsewhere from its last checkpoint");
        }
    }
}
