package org.dcgan.sampler;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.dcgan.gan.Precision;
import org.hibernate.validator.constraints.time.DurationMin;

/** How this process answers images. */
@ConfigMapping(prefix = "dcgan.sampler")
public interface SamplerConfig {
    /** What images are computed in. */
    @WithDefault("float32")
    Precision precision();

    /** Which checkpoint is served where none is pinned. */
    @WithDefault("latest")
    Follow follow();

    /** How often the pointers to the checkpoint to serve are looked at, for events that were missed. */
    @DurationMin(millis = 100)
    @WithDefault("10S")
    Duration poll();

    /** Checkpoints kept in memory besides the served one. */
    @Min(0)
    @WithDefault("4")
    int cache();

    /** The most images of a request. */
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

    /** Requests that may wait for the generator; one more is told to come again. */
    @Min(1)
    @WithDefault("128")
    int queue();

    /** The most images of different requests that go through the generator together. */
    @Min(1)
    @WithDefault("64")
    int batch();
}
