package org.dcgan.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.util.Optional;

/** Settings of authentication. */
@ConfigMapping(prefix = "dcgan.auth")
public interface AccessConfig {
    /** File of the known keys, one per line: {@code NAME ROLE SHA-256}. */
    Optional<Path> keys();

    /**
     * Whether to allow anonymous access on any address, for networks with their own protection. No effect if authentication is
     * configured.
     */
    @WithDefault("false")
    boolean open();

    /** Who may read {@code /q/metrics}: {@code viewer} for every viewer, {@code permit} for everybody. */
    @Pattern(regexp = "viewer|permit", message = "must be viewer or permit")
    @WithDefault("viewer")
    String metrics();
}
