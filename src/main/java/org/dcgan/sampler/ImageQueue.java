package org.dcgan.sampler;

import com.google.common.primitives.Floats;
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
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dcgan.gan.Generator;
import org.dcgan.gan.Latents;
import org.dcgan.gan.PyTorch;
import org.dcgan.problem.ProblemException;
import org.dcgan.process.ServiceThreads;

/**
 * Sends the latents of several small requests through the generator together, and those of a large one in parts.
 *
 * <p>There is one thread per processor, and each computes on its own, so no thread waits for another within an operation. The
 * requests that arrive while all threads are busy form the next batch: a single request does not wait, and batches grow under load.
 * Requests whose client has gone are skipped.
 */
@Singleton
final class ImageQueue {
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Semaphore room;
    private final BlockingQueue<Part> waiting = new LinkedBlockingQueue<>();
    private final ReentrantLock turn = new ReentrantLock();
    private final int mostImages;
    private final Counter images;
    private final ServiceThreads threads;
    private final int processors = Runtime.getRuntime().availableProcessors();
    private List<Thread> started = List.of();
    /** Why the queue has ended. */
    private volatile Throwable end;

    private record Part(
            Generator generator, float[] latents, BooleanSupplier abandoned, CompletableFuture<float[]> images) {
        int count() {
            return latents.length / generator.latentSize();
        }
    }

    @Inject
    ImageQueue(SamplerConfig config, MeterRegistry metrics, ServiceThreads threads) {
        this.threads = threads;
        room = new Semaphore(config.queue());
        mostImages = config.batch();
        images = Counter.builder("dcgan.samples")
                .description("Images generated for requests")
                .register(metrics);
    }

    @PostConstruct
    void start() {
        started = IntStream.range(0, processors)
                .mapToObj(number -> threads.start("images-" + number, this::serve, this::end))
                .toList();
    }

    @PreDestroy
    void stop() throws InterruptedException {
        for (Thread thread : started) {
            thread.interrupt();
            thread.join();
        }
        end(new IllegalStateException("this process ends"));
    }

    /**
     * The images of N latents, N×28×28.
     *
     * @param abandoned whether the client has gone
     * @throws ProblemException if too many requests are waiting, or the client has gone
     */
    float[] images(Generator generator, float[] latents, BooleanSupplier abandoned) {
        if (!room.tryAcquire()) {
            throw ProblemException.busy("too many requests wait for images", SOON);
        }
        try {
            List<Part> parts = parts(generator, latents, abandoned);
            waiting.addAll(parts);
            if (end != null) {
                releaseWaiting();
            }
            // wait for all, even if one fails: the caller may close the generator afterwards
            CompletableFuture.allOf(parts.stream().map(Part::images).toArray(CompletableFuture[]::new))
                    .join();
            return Floats.concat(
                    parts.stream().map(part -> part.images().join()).toArray(float[][]::new));
        } catch (CompletionException e) {
            if (e.getCause() instanceof ProblemException problem) {
                throw problem;
            }
            throw new IllegalStateException("the images could not be computed", e.getCause());
        } finally {
            room.release();
        }
    }

    /** Splits evenly between the threads; the last part may be smaller. */
    private List<Part> parts(Generator generator, float[] latents, BooleanSupplier abandoned) {
        int count = latents.length / generator.latentSize();
        int share = Math.min((count + processors - 1) / processors, mostImages) * generator.latentSize();
        return IntStream.iterate(0, from -> from < latents.length, from -> from + share)
                .mapToObj(from -> Arrays.copyOfRange(latents, from, Math.min(from + share, latents.length)))
                .map(part -> new Part(generator, part, abandoned, new CompletableFuture<>()))
                .toList();
    }

    private void serve() {
        try {
            while (true) {
                serve(nextBatch());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(List<Part> batch) {
        try {
            List<Part> wanted = wanted(batch);
            if (!wanted.isEmpty()) {
                compute(wanted);
            }
        } catch (RuntimeException | Error e) { // reported to the waiting requests; the next ones may need less memory
            batch.forEach(part -> part.images().completeExceptionally(e));
        }
    }

    private void end(Throwable cause) {
        end = cause;
        releaseWaiting();
    }

    private void releaseWaiting() {
        for (Part part = waiting.poll(); part != null; part = waiting.poll()) {
            part.images().completeExceptionally(end);
        }
    }

    /** Waits for a part, and takes further waiting parts that fit, unless other threads are idle. */
    private List<Part> nextBatch() throws InterruptedException {
        turn.lockInterruptibly();
        try {
            List<Part> batch = new ArrayList<>(List.of(waiting.take()));
            int count = batch.get(0).count();
            for (Part next = waiting.peek(); next != null && !turn.hasQueuedThreads(); next = waiting.peek()) {
                count += next.count();
                if (count > mostImages || next.generator() != batch.get(0).generator()) {
                    break;
                }
                batch.add(waiting.remove());
            }
            return batch;
        } finally {
            turn.unlock();
        }
    }

    private static List<Part> wanted(List<Part> batch) {
        Map<Boolean, List<Part>> parts = batch.stream()
                .collect(Collectors.partitioningBy(part -> part.abandoned().getAsBoolean()));
        parts.get(true).forEach(part -> part.images().completeExceptionally(ProblemException.abandoned()));
        return parts.get(false);
    }

    private void compute(List<Part> batch) {
        PyTorch.computeAlone();
        float[] made = batch.get(0)
                .generator()
                .images(Latents.join(batch.stream().map(Part::latents).toList()));
        int pixels = made.length / batch.stream().mapToInt(Part::count).sum();
        int from = 0;
        for (Part part : batch) {
            int to = from + part.count() * pixels;
            images.increment(part.count());
            part.images().complete(Arrays.copyOfRange(made, from, to));
            from = to;
        }
    }
}
