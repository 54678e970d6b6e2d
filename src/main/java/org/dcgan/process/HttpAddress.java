package org.dcgan.process;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;

/** Rejects an address that the HTTP server cannot listen on, before any server starts. */
@Singleton
final class HttpAddress {
    private static final String PORT = "quarkus.http.port";
    private static final String CERTIFICATE = "quarkus.http.ssl.certificate.files";
    private static final int HIGHEST_PORT = 65_535;

    private final Config config;

    @Inject
    HttpAddress(Config config) {
        this.config = config;
    }

    void check(@Observes @Priority(0) StartupEvent event) {
        check(PORT);
        if (config.getOptionalValue(CERTIFICATE, String.class).isPresent()) {
            check("quarkus.http.ssl-port");
        }
    }

    private void check(String setting) {
        int port = config.getValue(setting, Integer.class);
        if (port < 0 || port > HIGHEST_PORT) {
            throw new StartRefusedException("%s takes 0 to %d, was %d.".formatted(setting, HIGHEST_PORT, port));
        }
        String host = config.getValue(HttpHost.SETTING, String.class);
        new ListenAddress(host, port, "the HTTP server", HttpHost.SETTING, setting).requireFree();
    }
}
