package org.dcgan.console;

import com.google.common.base.Ticker;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.dcgan.limit.Client;
import org.dcgan.limit.LimitConfig;
import org.dcgan.limit.OpenStreams;
import org.dcgan.process.ServiceThreads;
import org.jboss.logging.Logger;

/**
 * The open event streams. One thread writes them all in turn, so that many readers of long histories leave the other processors to
 * other requests.
 */
@Singleton
final class EventStreams {
    private static final Logger LOG = Logger.getLogger(EventStreams.class);

    private final OpenStreams limit;
    private final EventStream.Limits limits;
    private final Set<EventStream> open = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService thread;
    private volatile boolean ending;

    @Inject
    EventStreams(OpenStreams limit, LimitConfig config, ServiceThreads threads) {
        this.limit = limit;
        this.thread = threads.executor("event-streams");
        this.limits = new EventStream.Limits(config.patience(), config.streamTime());
        thread.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
    }

    /**
     * Opens a stream for a client; it is counted until it is closed.
     *
     * @throws org.dcgan.problem.ProblemException if there are too many
     */
    EventStream open(String jobId, Client client) {
        limit.open(client);
        EventStream stream = new EventStream(jobId, this::execute, limits, Ticker.systemTicker(), closed -> {
            open.remove(closed);
            limit.close(client);
        });
        open.add(stream);
        return stream;
    }

    /** Ends the streams, because the process would wait for them; the readers reconnect, to another console if there is one. */
    void endAll(@Observes ShutdownDelayInitiatedEvent event) {
        ending = true;
        open.forEach(EventStream::finish);
    }

    private void look() {
        open.forEach(ending ? EventStream::finish : EventStream::look);
    }

    private void execute(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("an event arrived after the end of the streams", e);
        }
    }

    @PreDestroy
    void stop() {
        thread.shutdownNow();
    }
}
