package org.dcgan.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.problem.Problem;
import org.dcgan.problem.ProblemAnswer;

/**
 * Replaces the headers {@code Accept} of a request by one that says the same, so that no parser behind us fails on them. Refuses
 * what the metrics are not to be had as: their own end point would do so without a word.
 */
@Singleton
final class AcceptFilter {
    private static final int EARLY = 800;
    private static final String METRICS = "/q/metrics";
    private static final List<String> METRICS_TYPES = List.of("text/plain", "application/openmetrics-text");

    void register(@Observes Filters filters) {
        filters.register(AcceptFilter::replace, EARLY);
    }

    private static void replace(RoutingContext context) {
        MultiMap headers = context.request().headers();
        if (headers.contains(HttpHeaders.ACCEPT)) {
            AcceptedTypes accepted = AcceptedTypes.of(headers.getAll(HttpHeaders.ACCEPT));
            if (context.normalizedPath().equals(METRICS)
                    && accepted.best(METRICS_TYPES).isEmpty()) {
                refuse(context, accepted);
                return;
            }
            String plain = accepted.toString();
            if (plain.isEmpty()) {
                headers.remove(HttpHeaders.ACCEPT);
            } else {
                headers.set(HttpHeaders.ACCEPT, plain);
            }
        }
        context.next();
    }

    private static void refuse(RoutingContext context, AcceptedTypes accepted) {
        InvalidMessageException why =
                new InvalidMessageException("Accept", accepted, String.join(" or ", METRICS_TYPES));
        ProblemAnswer.send(context.response(), Problem.of(Status.NOT_ACCEPTABLE, why));
    }
}
