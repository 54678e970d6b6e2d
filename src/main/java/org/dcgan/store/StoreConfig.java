package org.dcgan.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/** Settings of the object store. */
@ConfigMapping(prefix = "dcgan.s3")
public interface StoreConfig {
    /** URL of the S3 server, without bucket or path. Absent: this process starts an embedded one. */
    @WithConverter(EndpointConverter.class)
    Optional<URI> endpoint();

    /** Access key. If both keys are absent, requests are anonymous. */
    Optional<String> accessKey();

    /** Secret key. */
    Optional<String> secretKey();

    /** File of certificates (PEM) to trust in addition to the platform's, for https. */
    @WithConverter(AuthoritiesConverter.class)
    Optional<Authorities> ca();

    /** The bucket of every object; it is created if it is missing. */
    @Pattern(regexp = "[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", message = "must be 3 to 63 of a-z, 0-9, - and .")
    @WithDefault("dcgan")
    String bucket();

    /** Region that requests are signed for. */
    @WithDefault("us-east-1")
    String region();

    /** How long to wait for a connection. */
    @DurationMin(millis = 1)
    @WithDefault("PT5S")
    Duration connectTimeout();

    /** How long to wait for the next bytes, either way. */
    @DurationMin(millis = 1)
    @WithDefault("PT30S")
    Duration transferTimeout();
}
