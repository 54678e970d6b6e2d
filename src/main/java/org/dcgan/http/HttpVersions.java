package org.dcgan.http;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/**
 * Takes requests without TLS as HTTP/1.1 alone. One that asks for an upgrade to HTTP/2 is answered as if it did not, as it may be; the
 * server would not answer one whose upgrade is incomplete. With TLS there is HTTP/2.
 */
@Singleton
final class HttpVersions implements HttpServerOptionsCustomizer {
    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setHttp2ClearTextEnabled(false);
    }
}
