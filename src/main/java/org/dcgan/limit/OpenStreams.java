package org.dcgan.limit;

import io.smallrye.mutiny.Multi;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.dcgan.problem.ProblemException;

/** Counts the event streams that are open, of each client and of all. */
@Singleton
public final class OpenStreams {
    private static final Duration LATER = Duration.ofSeconds(10);

    private final int most;
    private final int mostOfOne;
    private final Duration time;
    private final Map<Client, Integer> clients = new HashMap<>();

    @Inject
    OpenStreams(LimitConfig config) {
        most = config.streams();
        mostOfOne = config.streamsPerClient();
        time = config.streamTime();
    }

    /**
     * A stream that is counted until it ends, which it does after {@code dcgan.http.stream-time} at the latest.
     *
     * @throws ProblemException if there are too many
     */
    public <T> Multi<T> open(Client client, Multi<T> stream) {
        opened(client);
        return stream.select().first(time).onTermination().invoke(() -> closed(client));
    }

    private synchronized void opened(Client client) {
        if (clients.getOrDefault(client, 0) >= mostOfOne) {
            throw ProblemException.busy(
                    "one address may have " + mostOfOne
                            + " event streams open; an IPv6 network of 64 bits counts as one",
                    LATER);
        }
        if (clients.values().stream().mapToInt(Integer::intValue).sum() >= most) {
            throw ProblemException.unavailable("too many event streams are open", LATER);
        }
        clients.merge(client, 1, Integer::sum);
    }

    private synchronized void closed(Client client) {
        clients.computeIfPresent(client, (same, open) -> open == 1 ? null : open - 1);
    }
}
