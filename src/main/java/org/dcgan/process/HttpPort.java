package org.dcgan.process;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;

/** Refuses a port that is none before any server is started. */
@Singleton
final class HttpPort {
    private static final String SETTING = "quarkus.http.port";
    private static final int HIGHEST = 65_535;

    private final Config config;

    @Inject
    HttpPort(Config config) {
        this.config = config;
    }

    void check(@Observes @Priority(0) StartupEvent event) {
        int port = config.getValue(SETTING, Integer.class);
        if (port < 0 || port > HIGHEST) {
            throw new StartRefusedException("%s takes 0 to %d, was %d.".formatted(SETTING, HIGHEST, port));
        }
    }
}
