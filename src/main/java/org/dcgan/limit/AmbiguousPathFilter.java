package org.dcgan.limit;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.Printable;
import org.dcgan.problem.Problem;
import org.dcgan.problem.ProblemAnswer;

/**
 * Rejects paths that a security check and an end point may interpret differently: those with parameters or encoded slashes in a
 * segment, which no path of this program has. Also rejects wrongly encoded paths and queries, which the server would reject without a
 * message.
 */
@Singleton
final class AmbiguousPathFilter {
    private static final int EARLY = 950;
    private static final int SHOWN = 3;
    private static final Pattern AMBIGUOUS = Pattern.compile(";|\\\\|%3b|%2f|%5c", Pattern.CASE_INSENSITIVE);

    void register(@Observes Filters filters) {
        filters.register(AmbiguousPathFilter::check, EARLY);
    }

    /** A path that cannot be decoded fails before any filter runs. */
    void register(@Observes Router router) {
        router.errorHandler(Status.BAD_REQUEST.getStatusCode(), AmbiguousPathFilter::failed);
    }

    private static void failed(RoutingContext context) {
        String target = context.request().uri();
        OptionalInt malformed = malformed(target);
        Problem problem = malformed.isPresent()
                ? Problem.of(Status.BAD_REQUEST, refusal(target, malformed.getAsInt()))
                : Problem.of(Status.BAD_REQUEST, "the request cannot be read");
        ProblemAnswer.send(context.response(), problem);
    }

    private static void check(RoutingContext context) {
        String path = context.request().path();
        String target = context.request().uri();
        OptionalInt malformed = malformed(target);
        if (malformed.isPresent()) {
            ProblemAnswer.send(
                    context.response(), Problem.of(Status.BAD_REQUEST, refusal(target, malformed.getAsInt())));
        } else if (path != null && AMBIGUOUS.matcher(path).find()) {
            ProblemAnswer.send(
                    context.response(),
                    Problem.of(Status.BAD_REQUEST, "a path has no parameters, and slashes between segments only"));
        } else {
            context.next();
        }
    }

    /** The position at which a path with its query violates RFC 3986. */
    private static OptionalInt malformed(String target) {
        try {
            new URI(target);
            return OptionalInt.empty();
        } catch (URISyntaxException e) {
            return OptionalInt.of(Math.max(0, e.getIndex()));
        }
    }

    private static InvalidMessageException refusal(String target, int position) {
        int query = target.indexOf('?');
        return new InvalidMessageException(
                query >= 0 && query < position ? "query" : "path",
                Printable.line(target.substring(position, Math.min(position + SHOWN, target.length()))),
                "written as in RFC 3986, with two hexadecimal digits after each percent sign");
    }
}
