package org.dcgan.limit;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import java.util.regex.Pattern;
import org.dcgan.problem.Problem;
import org.dcgan.problem.ProblemAnswer;

/**
 * Refuses paths of which a guard and an end point may make different things: those with parameters or slashes in a segment. None of
 * ours has any.
 */
@Singleton
final class AmbiguousPathFilter {
    private static final int EARLY = 950;
    private static final Pattern AMBIGUOUS = Pattern.compile(";|\\\\|%3b|%2f|%5c", Pattern.CASE_INSENSITIVE);

    void register(@Observes Filters filters) {
        filters.register(AmbiguousPathFilter::check, EARLY);
    }

    private static void check(RoutingContext context) {
        String path = context.request().path();
        if (path != null && AMBIGUOUS.matcher(path).find()) {
            ProblemAnswer.send(
                    context.response(),
                    Problem.of(Status.BAD_REQUEST, "a path has no parameters, and slashes between segments only"));
        } else {
            context.next();
        }
    }
}
