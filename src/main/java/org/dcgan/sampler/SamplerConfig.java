package org.dcgan.sampler;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.dcgan.gan.Precision;
import org.hibernate.validator.constraints.time.DurationMin;

/** Settings of the sampler: {@code dcgan.sampler.*}. */
@ConfigMapping(prefix = "dcgan.sampler")
public interface SamplerConfig {
    /** Precision of the computation. */
    @WithDefault("float32")
    Precision precision();

    /** Which checkpoint is served if none is pinned. */
    @WithDefault("latest")
    Follow follow();

    /** How often the pointers to the checkpoint to serve are read, in case an event was missed. */
    @DurationMin(millis = 100)
    @WithDefault("10S")
    Duration poll();

    /** Checkpoints kept in memory besides the served one. */
    @Min(0)
    @WithDefault("4")
    int cache();

    /** The most images per request. */
    @Min(1)
    @WithDefault("1024")
    int maxCount();

    /** The most frames of an interpolation. */
    @Min(1)
    @WithDefault("240")
    int maxFrames();

    /** The most bytes of an uploaded image or array. */
    @Min(1)
    @WithDefault("4194304")
    int maxBody();

    /** Requests that may wait for the generator; further ones are rejected with 429. */
    @Min(1)
    @WithDefault("128")
    int queue();

    /** The most images of different requests that go through the generator together. */
    @Min(1)
    @WithDefault("64")
    int batch();
}
