package org.dcgan.limit;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** Limits of HTTP clients. */
@ConfigMapping(prefix = "dcgan.http")
public interface LimitConfig {
    /** Requests per second from one address, and the burst; clients on this machine are not limited. */
    @Min(1)
    @WithDefault("200")
    int rate();

    /**
     * How long the body of a request (except an upload) may take to arrive, and how long the reader of an event stream may read
     * nothing.
     */
    @DurationMin(seconds = 1)
    @WithDefault("30S")
    Duration patience();

    /** The most bytes of the body of a request, except of an upload of a data set. */
    @WithDefault("8M")
    MemorySize maxBody();

    /** The most bytes of an upload of a data set. */
    @WithDefault("1G")
    MemorySize maxUpload();

    /** How long an upload of a data set may take to arrive, and then to be processed. */
    @DurationMin(seconds = 1)
    @WithDefault("10M")
    Duration uploadTime();

    /** How long an event stream lasts; then its reader reconnects with its last event id, and is authenticated again. */
    @DurationMin(seconds = 1)
    @WithDefault("10M")
    Duration streamTime();

    /** Event streams open at once. */
    @Min(1)
    @WithDefault("256")
    int streams();

    /** Event streams open at once from one address. */
    @Min(1)
    @WithDefault("32")
    int streamsPerClient();
}
