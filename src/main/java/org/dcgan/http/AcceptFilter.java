package org.dcgan.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Replaces the {@code Accept} headers of a request by one normalised header, so that later parsers do not fail on them. */
@Singleton
final class AcceptFilter {
    static final int EARLY = 800;

    void register(@Observes Filters filters) {
        filters.register(AcceptFilter::replace, EARLY);
    }

    private static void replace(RoutingContext context) {
        MultiMap headers = context.request().headers();
        if (headers.contains(HttpHeaders.ACCEPT)) {
            String plain = AcceptedTypes.of(headers.getAll(HttpHeaders.ACCEPT)).toString();
            if (plain.isEmpty()) {
                headers.remove(HttpHeaders.ACCEPT);
            } else {
                headers.set(HttpHeaders.ACCEPT, plain);
            }
        }
        context.next();
    }
}
