package org.dcgan.embedded;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** Ports of the embedded servers, on the loopback address; 0 is any free one. */
@ConfigMapping(prefix = "dcgan.embedded")
public interface EmbeddedConfig {
    /** The broker that is started if {@code kafka.bootstrap.servers} is not set. */
    Kafka kafka();

    /** The object store that is started if {@code dcgan.s3.endpoint} is not set. */
    S3 s3();

    interface Kafka {
        /** Port of the broker. */
        @Min(0)
        @Max(65535)
        @WithDefault("9092")
        int port();
    }

    interface S3 {
        /** Port of the S3 server. */
        @Min(0)
        @Max(65535)
        @WithDefault("9000")
        int port();
    }
}
