package org.dcgan.console;

import com.google.common.base.Ticker;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;
import org.dcgan.limit.Client;
import org.dcgan.limit.LimitConfig;
import org.dcgan.limit.OpenStreams;

/**
 * The event streams that are open. One thread writes them all, in turns, so that however many readers have a long history before
 * them, other requests have the rest of the processors.
 */
@Singleton
final class EventStreams {
    private final OpenStreams limit;
    private final EventStream.Limits limits;
    private final Set<EventStream> open = ConcurrentHashMap.newKeySet();
    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "event-streams"), new DiscardPolicy());

    @Inject
    EventStreams(OpenStreams limit, LimitConfig config) {
        this.limit = limit;
        this.limits = new EventStream.Limits(config.patience(), config.streamTime());
        thread.scheduleWithFixedDelay(() -> open.forEach(EventStream::look), 1, 1, TimeUnit.SECONDS);
    }

    /**
     * A stream for a client, which is counted until it is closed.
     *
     * @throws org.dcgan.problem.ProblemException if there are too many
     */
    EventStream open(String jobId, Client client) {
        limit.open(client);
        EventStream stream = new EventStream(jobId, thread, limits, Ticker.systemTicker(), closed -> {
            open.remove(closed);
            limit.close(client);
        });
        open.add(stream);
        return stream;
    }

    @PreDestroy
    void stop() {
        thread.shutdownNow();
    }
}
