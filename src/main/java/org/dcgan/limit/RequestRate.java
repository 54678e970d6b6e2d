package org.dcgan.limit;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.dcgan.problem.Problem;
import org.dcgan.problem.ProblemAnswer;

/** Limits the request rate of each client address, before everything else. */
@Singleton
final class RequestRate {
    /** Runs before authentication, to limit the guessing of keys. */
    private static final int FIRST = 1_000;

    private static final int MOST_CLIENTS = 10_000;

    private final int rate;
    private final Cache<Client, Bucket> clients = CacheBuilder.newBuilder()
            .maximumSize(MOST_CLIENTS)
            .expireAfterAccess(Duration.ofMinutes(1)) // a bucket is full again after this time
            .build();

    @Inject
    RequestRate(LimitConfig config) {
        rate = config.rate();
    }

    void register(@Observes Filters filters) {
        filters.register(this::admit, FIRST);
    }

    private void admit(RoutingContext request) {
        Client client = Client.of(request.request());
        if (client.isOnThisMachine()) {
            request.next();
            return;
        }
        ConsumptionProbe probe = bucket(client).tryConsumeAndReturnRemaining(1);
        if (probe.isConsumed()) {
            request.next();
        } else {
            refuse(request, Duration.ofNanos(probe.getNanosToWaitForRefill()));
        }
    }

    private Bucket bucket(Client client) {
        try {
            return clients.get(client, this::fullBucket);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private Bucket fullBucket() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(rate).refillGreedy(rate, Duration.ofSeconds(1)))
                .build();
    }

    private void refuse(RoutingContext request, Duration wait) {
        request.response().putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(wait.toSeconds() + 1));
        ProblemAnswer.send(
                request.response(),
                Problem.of(
                        Status.TOO_MANY_REQUESTS,
                        "one address may ask " + rate + " times a second; an IPv6 network of 64 bits counts as one"));
    }
}
