package org.dcgan.sampler;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.djl.Device;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.dcgan.gan.Generator;
import org.dcgan.gan.Network;
import org.dcgan.problem.ProblemException;
import org.junit.jupiter.api.Test;

class ImageQueueTest {
    @Test
    void oneRequestMoreThanMayWaitIsToldToComeAgain() {
        ImageQueue queue = new ImageQueue(config(1), new SimpleMeterRegistry()); // nobody serves it
        try (Generator generator = new Generator(Device.cpu(), Network.GENERATOR.initial(10, 1))) {
            Thread first = new Thread(() -> queue.images(generator, new float[10]));
            first.setDaemon(true);
            first.start();
            await().until(() -> first.getState() == Thread.State.WAITING);

            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> queue.images(generator, new float[10]))
                    .withMessage("too many requests wait for images");
        }
    }

    @Test
    void nobodyIsServedBeforeTheFirstCheckpoint() {
        ServedCheckpoint served = new ServedCheckpoint(null);

        assertThatThrownBy(served::borrow)
                .isInstanceOf(ProblemException.class)
                .hasMessage("there is no checkpoint yet");
    }

    private static SamplerConfig config(int queue) {
        return new SmallRyeConfigBuilder()
                .withMapping(SamplerConfig.class)
                .withDefaultValue("dcgan.sampler.poll", "PT10S")
                .withDefaultValue("dcgan.sampler.queue", Integer.toString(queue))
                .build()
                .getConfigMapping(SamplerConfig.class);
    }
}
