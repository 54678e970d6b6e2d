package org.dcgan.limit;

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
    private final Map<Client, Integer> clients = new HashMap<>();

    @Inject
    OpenStreams(LimitConfig config) {
        most = config.streams();
        mostOfOne = config.streamsPerClient();
    }

    /**
     * Counts a stream that a client opens, until {@link #close}.
     *
     * @throws ProblemException if there are too many
     */
    public synchronized void open(Client client) {
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

    /** Uncounts one stream of a client. */
    public synchronized void close(Client client) {
        clients.computeIfPresent(client, (same, open) -> open == 1 ? null : open - 1);
    }
}
