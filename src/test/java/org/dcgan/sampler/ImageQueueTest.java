package org.dcgan.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.djl.Device;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.dcgan.gan.Generator;
import org.dcgan.gan.Latents;
import org.dcgan.gan.Network;
import org.dcgan.gan.PyTorch;
import org.dcgan.problem.ProblemException;
import org.dcgan.process.ServiceThreads;
import org.junit.jupiter.api.Test;

class ImageQueueTest {
    @Test
    void oneRequestMoreThanMayWaitIsToldToComeAgain() {
        ImageQueue queue =
                new ImageQueue(config(1), new SimpleMeterRegistry(), new ServiceThreads()); // nobody serves it
        try (Generator generator = new Generator(Device.cpu(), Network.GENERATOR.initial(10, 1))) {
            Thread first = new Thread(() -> queue.images(generator, new float[10], () -> false));
            first.setDaemon(true);
            first.start();
            await().until(() -> first.getState() == Thread.State.WAITING);

            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> queue.images(generator, new float[10], () -> false))
                    .withMessage("too many requests wait for images");
        }
    }

    @Test
    void everyRequestGetsItsOwnImages() throws Exception {
        ImageQueue queue = new ImageQueue(config(100), new SimpleMeterRegistry(), new ServiceThreads());
        Latents latents = new Latents(10);
        List<float[]> asked = IntStream.range(0, 40)
                .mapToObj(seed -> latents.first(1 + 3 * seed, seed))
                .toList();
        ExecutorService clients = Executors.newFixedThreadPool(8);
        PyTorch.computeAlone(); // as the queue does: other roundings would be no mistake
        try (Generator generator = new Generator(Device.cpu(), Network.GENERATOR.initial(10, 1))) {
            queue.start();

            List<Future<float[]>> answers = asked.stream()
                    .map(request -> clients.submit(() -> queue.images(generator, request, () -> false)))
                    .toList();

            for (int i = 0; i < asked.size(); i++) {
                assertThat(answers.get(i).get()).isEqualTo(generator.images(asked.get(i)));
            }
        } finally {
            clients.shutdown();
            queue.stop();
        }
    }

    @Test
    void skipsImagesWhoseClientHasGone() throws Exception {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        ImageQueue queue = new ImageQueue(config(1), meters, new ServiceThreads());
        try (Generator generator = new Generator(Device.cpu(), Network.GENERATOR.initial(10, 1))) {
            queue.start();

            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> queue.images(generator, new float[100], () -> true))
                    .withMessage("the client has gone");

            assertThat(meters.get("dcgan.samples").counter().count()).isZero();
            assertThat(queue.images(generator, new float[10], () -> false)).hasSize(28 * 28);
        } finally {
            queue.stop();
        }
    }

    @Test
    void anErrorIsToldToWhoAskedAndTheNextRequestIsServed() throws Exception {
        ServiceThreads threads = new ServiceThreads();
        ImageQueue queue = new ImageQueue(config(1), new SimpleMeterRegistry(), threads);
        try (Generator generator = new Generator(Device.cpu(), Network.GENERATOR.initial(10, 1))) {
            queue.start();

            assertThatThrownBy(() -> queue.images(generator, new float[10], () -> {
                        throw new NoClassDefFoundError("of a request");
                    }))
                    .hasRootCauseMessage("of a request");

            assertThat(queue.images(generator, new float[10], () -> false)).hasSize(28 * 28);
            assertThat(threads.failure()).isEmpty();
        } finally {
            queue.stop();
        }
    }

    @Test
    void requestsFailOnceTheQueueHasEnded() throws Exception {
        ImageQueue queue = new ImageQueue(config(1), new SimpleMeterRegistry(), new ServiceThreads());
        try (Generator generator = new Generator(Device.cpu(), Network.GENERATOR.initial(10, 1))) {
            queue.start();
            queue.stop();

            assertThatThrownBy(() -> queue.images(generator, new float[10], () -> false))
                    .hasRootCauseMessage("this process ends");
        }
    }

    @Test
    void answers503BeforeTheFirstCheckpoint() {
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
