package org.dcgan.sampler;

import io.quarkus.resteasy.reactive.server.EndpointDisabled;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.dcgan.access.Access;
import org.dcgan.gan.Generator;
import org.dcgan.gan.Latents;
import org.dcgan.gan.Latents.Interpolation;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.npy.NpyArray;
import org.dcgan.picture.ImageGrid;
import org.dcgan.picture.TimeLapse;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Serves images of seeds, interpolations and latent arithmetic. Image i of a seed does not depend on how many are requested. */
@Path("/")
@EndpointDisabled(name = "dcgan.role.sampler", stringValue = "false")
@RolesAllowed(Access.VIEWER)
@Tag(name = "Sampler")
public final class SamplesResource {
    private static final int SIDE = 28;
    private static final Duration FRAME = Duration.ofMillis(80);

    private final ConditionalResponses responses;
    private final ImageQueue queue;
    private final SamplerConfig config;
    private final CurrentVertxRequest current;

    @Inject
    SamplesResource(
            ConditionalResponses responses, ImageQueue queue, SamplerConfig config, CurrentVertxRequest current) {
        this.responses = responses;
        this.queue = queue;
        this.config = config;
        this.current = current;
    }

    /** The first images of a seed. */
    @GET
    @Path("samples")
    @Produces({Representation.PNG, Representation.NPY})
    @Operation(summary = "Images of a seed: a grid, or their numbers in [−1, 1] as N×1×28×28")
    public Response samples(
            @BeanParam SeriesChoice series, @BeanParam GeneratorChoice choice, @Context HttpHeaders request) {
        int images = series.count(config.maxCount());
        long number = series.seed();
        return images(choice, request, "samples " + images + " " + number, latents -> latents.first(images, number));
    }

    /** One image of a seed. */
    @GET
    @Path("samples/{index}")
    @Produces({Representation.PNG, Representation.NPY})
    @Operation(summary = "One image of a seed, the same as in a grid")
    public Response sample(
            @PathParam("index")
                    @Parameter(
                            description = "Its index, from 0",
                            example = "3",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "0", maximum = "2147483647"))
                    String index,
            @BeanParam SeedChoice seed,
            @BeanParam GeneratorChoice choice,
            @Context HttpHeaders request) {
        int place = Parameters.within("index", index, 0, Integer.MAX_VALUE, 0);
        long number = seed.seed();
        return images(choice, request, "sample " + place + " " + number, latents -> latents.of(number, place));
    }

    /** The latents that {@link #samples} uses. */
    @GET
    @Path("latents")
    @Produces(Representation.NPY)
    @Operation(summary = "The latents of a seed's images, N×L standard normal numbers")
    public Response latents(@BeanParam SeriesChoice series, @BeanParam Choice choice, @Context HttpHeaders request) {
        int rows = series.count(config.maxCount());
        long number = series.seed();
        return responses.answer(
                choice,
                request,
                "latents " + rows + " " + number,
                new Representation(Representation.NPY, checkpoint -> {
                    Latents latents = checkpoint.latents();
                    return new NpyArray(latents.first(rows, number), rows, latents.size()).toBytes();
                }));
    }

    /** Interpolates from one seed's first image to another's. */
    @GET
    @Path("interpolations")
    @Produces({Representation.PNG, Representation.GIF, Representation.NPY})
    @Operation(summary = "Interpolate from the first image of one seed to that of another: a strip, or an animation")
    public Response interpolation(
            @QueryParam("from")
                    @Parameter(
                            description = "Seed of the first image",
                            required = true,
                            example = "1",
                            schema = @Schema(type = SchemaType.INTEGER, format = "int64"))
                    String from,
            @QueryParam("to")
                    @Parameter(
                            description = "Seed of the last image",
                            required = true,
                            example = "2",
                            schema = @Schema(type = SchemaType.INTEGER, format = "int64"))
                    String to,
            @QueryParam("frames")
                    @Parameter(
                            description = "How many images",
                            example = "10",
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            minimum = "2",
                                            maximum = "240",
                                            defaultValue = "10"))
                    String frames,
            @QueryParam("method")
                    @Parameter(
                            description = "Linear or spherical interpolation",
                            example = "spherical",
                            schema =
                                    @Schema(
                                            enumeration = {"spherical", "linear"},
                                            defaultValue = "spherical"))
                    String method,
            @BeanParam GeneratorChoice choice,
            @Context HttpHeaders request) {
        int count = Parameters.within("frames", frames, 2, config.maxFrames(), 10);
        long first = Parameters.requiredSeed("from", from);
        long last = Parameters.requiredSeed("to", to);
        Interpolation way = Parameters.oneOf("method", method, Interpolation.SPHERICAL);
        Function<LoadedCheckpoint, float[]> images = checkpoint -> {
            Latents latents = checkpoint.latents();
            return made(choice.of(checkpoint), latents.path(latents.of(first, 0), latents.of(last, 0), count, way));
        };
        return responses.answer(
                choice,
                request,
                "interpolation " + first + " " + last + " " + count + " " + way + " " + choice.kind(),
                new Representation(Representation.PNG, images.andThen(made -> ImageGrid.strip(made, SIDE, SIDE)
                        .png())),
                new Representation(Representation.GIF, images.andThen(SamplesResource::animation)),
                new Representation(Representation.NPY, images.andThen(SamplesResource::npy)));
    }

    /** Adds and subtracts the mean latents of seeds, as the DCGAN paper does with faces. */
    @GET
    @Path("arithmetic")
    @Produces({Representation.PNG, Representation.NPY})
    @Operation(summary = "The image of added and subtracted means of latents")
    public Response arithmetic(
            @QueryParam("plus")
                    @Parameter(
                            description = "Seeds whose mean is added; may be repeated",
                            required = true,
                            example = "1,2,3")
                    List<String> plus,
            @QueryParam("minus")
                    @Parameter(description = "Seeds whose mean is subtracted; may be repeated", example = "4,5")
                    List<String> minus,
            @BeanParam GeneratorChoice choice,
            @Context HttpHeaders request) {
        List<List<Long>> added = Parameters.groups("plus", plus);
        List<List<Long>> subtracted = Parameters.groups("minus", minus);
        if (added.isEmpty()) {
            throw new InvalidMessageException("plus", null, "one or more seeds, such as 1,2,3");
        }
        return images(
                choice,
                request,
                "arithmetic " + added + " " + subtracted,
                latents -> latents.arithmetic(vectors(latents, added), vectors(latents, subtracted)));
    }

    private Response images(
            GeneratorChoice choice, HttpHeaders request, String asked, Function<Latents, float[]> latents) {
        Function<LoadedCheckpoint, float[]> images =
                checkpoint -> made(choice.of(checkpoint), latents.apply(checkpoint.latents()));
        return responses.answer(
                choice,
                request,
                asked + " " + choice.kind(),
                new Representation(Representation.PNG, images.andThen(made -> ImageGrid.of(made, SIDE, SIDE)
                        .png())),
                new Representation(Representation.NPY, images.andThen(SamplesResource::npy)));
    }

    private float[] made(Generator generator, float[] latents) {
        return queue.images(generator, latents, current.getCurrent().response()::closed);
    }

    private static List<List<float[]>> vectors(Latents latents, List<List<Long>> groups) {
        return groups.stream()
                .map(group -> group.stream().map(seed -> latents.of(seed, 0)).toList())
                .toList();
    }

    private static byte[] npy(float[] images) {
        return new NpyArray(images, images.length / (SIDE * SIDE), 1, SIDE, SIDE).toBytes();
    }

    private static byte[] animation(float[] images) {
        ByteArrayOutputStream gif = new ByteArrayOutputStream();
        try (TimeLapse frames = new TimeLapse(gif, FRAME)) {
            for (int from = 0; from < images.length; from += SIDE * SIDE) {
                frames.add(ImageGrid.of(Arrays.copyOfRange(images, from, from + SIDE * SIDE), SIDE, SIDE));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        }
        return gif.toByteArray();
    }
}
