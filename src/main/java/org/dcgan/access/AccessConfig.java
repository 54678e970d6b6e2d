package org.dcgan.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.util.Optional;

/** Who is let in. */
@ConfigMapping(prefix = "dcgan.auth")
public interface AccessConfig {
    /** File of the keys that are known, one a line: {@code NAME ROLE SHA-256}. */
    Optional<Path> keys();

    /** Whether anybody is let in on any address: for networks that guard themselves. It changes nothing where people are known. */
    @WithDefault("false")
    boolean open();

    /** Who may read {@code /q/metrics}: every {@code viewer}, or {@code permit} for anybody. */
    @Pattern(regexp = "viewer|permit", message = "must be viewer or permit")
    @WithDefault("viewer")
    String metrics();
}
