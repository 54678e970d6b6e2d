package org.dcgan.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Replaces the headers {@code Accept} of a request by one that says the same, so that no parser behind us fails on them. */
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
