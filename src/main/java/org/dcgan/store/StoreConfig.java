package org.dcgan.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Where the object store is, and how to enter it. */
@ConfigMapping(prefix = "dcgan.s3")
public interface StoreConfig {
    /** URL of the S3 server, without bucket or path. Absent: this process starts an embedded one. */
    Optional<URI> endpoint();

    /** Access key; absent with the secret key: requests are anonymous. */
    Optional<String> accessKey();

    /** Secret key. */
    Optional<String> secretKey();

    /** The bucket of every object; it is created if it is missing. */
    @WithDefault("dcgan")
    String bucket();

    /** Region that requests are signed for. */
    @WithDefault("us-east-1")
    String region();

    /** How long to wait for a connection. */
    @WithDefault("PT5S")
    Duration connectTimeout();

    /** How long to wait for the next bytes, either way. */
    @WithDefault("PT30S")
    Duration transferTimeout();
}
