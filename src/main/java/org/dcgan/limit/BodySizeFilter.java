package org.dcgan.limit;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;

/** Rejects bodies that are too large. The server's own limit is that of data set uploads. */
@Singleton
final class BodySizeFilter {
    /** Runs after the server has set its own limit. */
    private static final int LATE = 1;
    /** The server's key for the limit of a body without announced length. */
    private static final String LIMIT = "io.quarkus.max-request-size";

    private final long most;

    @Inject
    BodySizeFilter(LimitConfig config) {
        most = config.maxBody().asLongValue();
    }

    /** Whether a request may have a long body, and take long to send it. */
    static boolean isUpload(HttpServerRequest request) {
        return request.method().equals(HttpMethod.PUT) && request.path().startsWith("/datasets/");
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, LATE);
    }

    private void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (isUpload(request)) {
            context.next();
            return;
        }
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null && Long.parseLong(length) > most) {
            request.response()
                    .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                    .setStatusCode(Status.REQUEST_ENTITY_TOO_LARGE.getStatusCode());
            context.addEndHandler(answered -> request.connection().close());
            request.response().end();
            return;
        }
        if (context.get(LIMIT) != null) {
            context.put(LIMIT, most);
        }
        context.next();
    }
}
