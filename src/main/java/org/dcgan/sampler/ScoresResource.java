package org.dcgan.sampler;

import io.quarkus.resteasy.reactive.server.EndpointDisabled;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.dcgan.access.Access;
import org.dcgan.checkpoint.StoredQualities;
import org.dcgan.gan.Discriminator;
import org.dcgan.http.Negotiation;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.npy.NpyArray;
import org.dcgan.picture.GreyImage;
import org.dcgan.problem.ProblemException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Scores images with the discriminator. */
@Path("/scores")
@EndpointDisabled(name = "dcgan.role.sampler", stringValue = "false")
@RolesAllowed(Access.VIEWER)
@Tag(name = "Sampler")
public final class ScoresResource {
    private static final int SIDE = 28;
    private static final int PIXELS = SIDE * SIDE;

    private static final Duration SOON = Duration.ofSeconds(1);

    private final ServedCheckpoint served;
    private final StoredQualities qualities;
    private final SamplerConfig config;
    private final Negotiation negotiation;
    /** The engine computes a request on one core, so more requests than cores at once would only use more memory. */
    private final Semaphore turns = new Semaphore(Runtime.getRuntime().availableProcessors(), true);

    @Inject
    ScoresResource(ServedCheckpoint served, StoredQualities qualities, SamplerConfig config, Negotiation negotiation) {
        this.qualities = qualities;
        this.served = served;
        this.config = config;
        this.negotiation = negotiation;
    }

    /**
     * The discriminator's scores.
     *
     * @param checkpoint whose discriminator
     * @param probabilities probability of each image that it is real, 0 to 1
     */
    @Schema(name = "Probabilities", example = "{\"checkpoint\":\"mnist-1/9\",\"probabilities\":[0.83]}")
    public record Scores(String checkpoint, float[] probabilities) {}

    /** Takes a PNG of 28×28, or an npy of N×28×28 or N×1×28×28 as returned by {@code GET /samples}. */
    @POST
    @Consumes({Representation.PNG, Representation.NPY})
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "The probability that each image is real: a PNG of 28×28, or an npy of N images in [−1, 1]")
    public Response scores(@BeanParam Choice choice, @RequestBody(required = true) InputStream body) {
        String type = negotiation
                .bodyType()
                .orElseThrow(() -> ProblemException.unsupported(null, List.of(Representation.PNG, Representation.NPY)));
        float[] images = images(type, body);
        try (LoadedCheckpoint checkpoint = served.borrow(choice.checkpoint(qualities))) {
            float[] opinions = opinions(checkpoint, images);
            return Response.ok(new Scores(checkpoint.name().toString(), opinions))
                    .header("Checkpoint", checkpoint.name())
                    .build();
        }
    }

    private float[] opinions(LoadedCheckpoint checkpoint, float[] images) {
        try {
            if (!turns.tryAcquire(SOON.toMillis(), TimeUnit.MILLISECONDS)) {
                throw ProblemException.busy("too many images are waiting to be scored", SOON);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ProblemException.busy("this process ends", SOON);
        }
        try {
            return discriminator(checkpoint).opinions(images);
        } finally {
            turns.release();
        }
    }

    private static Discriminator discriminator(LoadedCheckpoint checkpoint) {
        return checkpoint
                .discriminator()
                .orElseThrow(() -> ProblemException.conflict("checkpoint " + checkpoint.name()
                        + " has no discriminator, because its generator was imported alone"));
    }

    private float[] images(String type, InputStream body) {
        byte[] bytes = read(body);
        try {
            return type.equals(Representation.PNG) ? png(bytes) : npy(bytes);
        } catch (InvalidMessageException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw InvalidMessageException.because("body", e.getMessage(), "a readable image or array");
        }
    }

    private byte[] read(InputStream body) {
        try {
            byte[] bytes = body.readNBytes(config.maxBody() + 1);
            if (bytes.length > config.maxBody()) {
                throw ProblemException.tooLarge("a body has at most " + config.maxBody() + " bytes");
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException("the body ended early", e);
        }
    }

    private static float[] png(byte[] bytes) {
        GreyImage image = GreyImage.fromPng(bytes, PIXELS);
        if (image.width() != SIDE || image.height() != SIDE) {
            throw new InvalidMessageException("body", image.width() + "×" + image.height() + " pixels", "28×28 pixels");
        }
        float[] values = new float[PIXELS];
        for (int i = 0; i < PIXELS; i++) {
            values[i] = image.grey(i % SIDE, i / SIDE) / 127.5f - 1;
        }
        return values;
    }

    private float[] npy(byte[] bytes) {
        NpyArray array = NpyArray.fromBytes(bytes);
        int[] shape = array.shape();
        int images = array.values().length / PIXELS;
        boolean fits = Arrays.equals(shape, new int[] {images, SIDE, SIDE})
                || Arrays.equals(shape, new int[] {images, 1, SIDE, SIDE});
        if (!fits || images < 1 || images > config.maxCount()) {
            throw new InvalidMessageException(
                    "body", Arrays.toString(shape), "N×28×28 or N×1×28×28, N from 1 to " + config.maxCount());
        }
        for (float value : array.values()) {
            if (!(value >= -1 && value <= 1)) {
                throw new InvalidMessageException("body", value, "numbers from −1 to 1");
            }
        }
        return array.values();
    }
}
