package org.dcgan.access;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.problem.Problem;
import org.dcgan.problem.ProblemAnswer;

/** Rejects changing requests from pages of other origins, even with valid credentials. */
@Singleton
final class ForeignOriginFilter {
    /** Runs after the check of the host name, before everything else. */
    private static final int EARLY = 960;

    void register(@Observes Filters filters) {
        filters.register(ForeignOriginFilter::refuseOthers, EARLY);
    }

    private static void refuseOthers(RoutingContext context) {
        String own = origin(context.request());
        List<String> origins = context.request().headers().getAll(HttpHeaders.ORIGIN);
        for (String origin : origins) {
            if (!withPort(origin).equalsIgnoreCase(withPort(own))) {
                InvalidMessageException why = new InvalidMessageException("Origin", origin, own);
                ProblemAnswer.send(context.response(), Problem.of(Status.FORBIDDEN, why));
                return;
            }
        }
        context.next();
    }

    /** The origin under which the client reached this process, perhaps through a trusted proxy. */
    private static String origin(HttpServerRequest request) {
        return request.scheme() + "://" + request.authority();
    }

    private static String withPort(String origin) {
        if (origin.matches(".*:\\d+")) {
            return origin;
        }
        return origin + (origin.startsWith("https:") ? ":443" : ":80");
    }
}
