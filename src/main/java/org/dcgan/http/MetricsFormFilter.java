package org.dcgan.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.problem.Problem;
import org.dcgan.problem.ProblemAnswer;

/** Rejects requests for metrics in an unsupported format with a message; the framework's end point would reject them without one. */
@Singleton
final class MetricsFormFilter {
    /** Runs before {@link AcceptFilter}, so that a refusal shows the original header. */
    private static final int EARLY = AcceptFilter.EARLY + 1;

    private static final String PATH = "/q/metrics";
    private static final List<String> TYPES = List.of("text/plain", "application/openmetrics-text");

    void register(@Observes Filters filters) {
        filters.register(MetricsFormFilter::check, EARLY);
    }

    private static void check(RoutingContext context) {
        if (context.normalizedPath().equals(PATH)) {
            context.put(Compression.VARIES_BY_ACCEPT, true);
            AcceptedTypes accepted =
                    AcceptedTypes.of(context.request().headers().getAll(HttpHeaders.ACCEPT));
            if (accepted.best(TYPES).isEmpty()) {
                InvalidMessageException why =
                        new InvalidMessageException("Accept", accepted, String.join(" or ", TYPES));
                ProblemAnswer.send(context.response(), Problem.of(Status.NOT_ACCEPTABLE, why));
                return;
            }
        }
        context.next();
    }
}
