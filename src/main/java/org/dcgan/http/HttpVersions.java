package org.dcgan.http;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/**
 * Disables HTTP/2 without TLS. A request to upgrade to HTTP/2 is answered over HTTP/1.1, which the standard allows; the server would
 * not answer a request with an incomplete upgrade. With TLS there is HTTP/2.
 */
@Singleton
final class HttpVersions implements HttpServerOptionsCustomizer {
    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setHttp2ClearTextEnabled(false);
    }
}
