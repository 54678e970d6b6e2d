package org.dcgan.limit;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** What clients may ask for over HTTP. */
@ConfigMapping(prefix = "dcgan.http")
public interface LimitConfig {
    /** Requests a second from one address, and as many at once; clients on this machine are not held to it. */
    @Min(1)
    @WithDefault("200")
    int rate();

    /** How long the body of a request may take to come, except of an upload, and how long the reader of an event stream may take nothing. */
    @DurationMin(seconds = 1)
    @WithDefault("30S")
    Duration patience();

    /** The most bytes of the body of a request, except of an upload of a data set. */
    @WithDefault("8M")
    MemorySize maxBody();

    /** The most bytes of an upload of a data set. */
    @WithDefault("1G")
    MemorySize maxUpload();

    /** How long an upload of a data set may take to come, and then again to be read. */
    @DurationMin(seconds = 1)
    @WithDefault("10M")
    Duration uploadTime();

    /** How long an event stream lasts; its reader comes again with the last event it has, and is asked anew who it is. */
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
