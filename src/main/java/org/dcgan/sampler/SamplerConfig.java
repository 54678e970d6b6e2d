package org.dcgan.sampler;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.dcgan.gan.Precision;

/** How this process answers images. */
@ConfigMapping(prefix = "dcgan.sampler")
public interface SamplerConfig {
    /** What images are computed in. */
    @WithDefault("float32")
    Precision precision();

    /** How often the pointer to the latest checkpoint is looked at, for events that were missed. */
    @WithDefault("10S")
    Duration poll();

    /** Checkpoints kept in memory besides the served one. */
    @WithDefault("4")
    int cache();

    /** The most images of a request. */
    @WithDefault("1024")
    int maxCount();

    /** The most frames of an interpolation. */
    @WithDefault("240")
    int maxFrames();

    /** The most bytes of an uploaded image or array. */
    @WithDefault("4194304")
    int maxBody();

    /** Requests that may wait for the generator; one more is told to come again. */
    @WithDefault("128")
    int queue();

    /** The most images of different requests that go through the generator together. */
    @WithDefault("64")
    int batch();
}
