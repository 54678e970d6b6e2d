package org.dcgan.limit;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Disconnects clients that send a request's body too slowly, because each one occupies a thread. */
@Singleton
final class BodyTimeoutFilter {
    private static final int EARLY = 900;

    private final long patience;
    private final long uploadTime;

    @Inject
    BodyTimeoutFilter(LimitConfig config) {
        patience = config.patience().toMillis();
        uploadTime = config.uploadTime().toMillis();
    }

    void register(@Observes Filters filters) {
        filters.register(this::watch, EARLY);
    }

    private void watch(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (hasBody(request.headers())) {
            long timer = context.vertx()
                    .setTimer(BodySizeFilter.isUpload(request) ? uploadTime : patience, late -> cutOff(request));
            context.addEndHandler(answered -> context.vertx().cancelTimer(timer));
        }
        context.next();
    }

    private static boolean hasBody(MultiMap headers) {
        String length = headers.get(HttpHeaders.CONTENT_LENGTH);
        return headers.contains(HttpHeaders.TRANSFER_ENCODING) || (length != null && !length.equals("0"));
    }

    private static void cutOff(HttpServerRequest request) {
        if (!request.isEnded()) {
            request.connection().close();
        }
    }
}
