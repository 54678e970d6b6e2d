package org.dcgan.sampler;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.dcgan.gan.Generator;
import org.dcgan.gan.Latents;
import org.dcgan.problem.ProblemException;

/**
 * Sends the latents of several requests through the generator at once.
 *
 * <p>Whatever has come while a batch was computed is the next batch: alone, a request waits for nobody, and under load batches grow
 * by themselves. One thread computes, since the engine spreads a batch over the processor's cores.
 */
@Singleton
final class ImageQueue {
    private static final Duration SOON = Duration.ofSeconds(1);

    private final BlockingQueue<Request> waiting;
    private final int mostImages;
    private final Counter images;
    private final Thread thread = new Thread(this::serve, "image-queue");

    private record Request(Generator generator, float[] latents, CompletableFuture<float[]> images) {
        int count() {
            return latents.length / generator.latentSize();
        }
    }

    @Inject
    ImageQueue(SamplerConfig config, MeterRegistry metrics) {
        waiting = new ArrayBlockingQueue<>(config.queue());
        mostImages = config.batch();
        images = Counter.builder("dcgan.samples")
                .description("Images generated for requests")
                .register(metrics);
    }

    @PostConstruct
    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    @PreDestroy
    void stop() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }

    /**
     * The images of N latents, N×28×28.
     *
     * @throws ProblemException if too many requests wait already
     */
    float[] images(Generator generator, float[] latents) {
        Request request = new Request(generator, latents, new CompletableFuture<>());
        if (!waiting.offer(request)) {
            throw ProblemException.busy("too many requests wait for images", SOON);
        }
        try {
            return request.images().join();
        } catch (CompletionException e) {
            throw new IllegalStateException("the images could not be computed", e.getCause());
        }
    }

    private void serve() {
        try {
            Request next = waiting.take();
            while (true) {
                List<Request> batch = new ArrayList<>(List.of(next));
                next = fill(batch);
                compute(batch);
                if (next == null) {
                    next = waiting.take();
                }
            }
        } catch (InterruptedException e) {
            waiting.forEach(request -> request.images().completeExceptionally(e)); // this process ends
        }
    }

    /** Adds those that wait and fit; the first that does not is returned. */
    private Request fill(List<Request> batch) {
        int count = batch.get(0).count();
        for (Request next = waiting.poll(); next != null; next = waiting.poll()) {
            count += next.count();
            if (count > mostImages || next.generator() != batch.get(0).generator()) {
                return next;
            }
            batch.add(next);
        }
        return null;
    }

    private void compute(List<Request> batch) {
        try {
            float[] made = batch.get(0)
                    .generator()
                    .images(Latents.join(batch.stream().map(Request::latents).toList()));
            int pixels = made.length / batch.stream().mapToInt(Request::count).sum();
            int from = 0;
            for (Request request : batch) {
                int to = from + request.count() * pixels;
                images.increment(request.count());
                request.images().complete(Arrays.copyOfRange(made, from, to));
                from = to;
            }
        } catch (RuntimeException | Error e) {
            batch.forEach(request -> request.images().completeExceptionally(e));
        }
    }
}
