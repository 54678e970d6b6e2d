package org.dcgan.sampler;

import io.quarkus.resteasy.reactive.server.EndpointDisabled;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import org.dcgan.access.Access;
import org.dcgan.gan.Generator;
import org.dcgan.gan.Latents;
import org.dcgan.gan.Tensor;
import org.dcgan.message.Json;
import org.dcgan.npy.NpyArray;
import org.dcgan.picture.FilterSheet;
import org.dcgan.picture.ImageGrid;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Shows the outputs of the generator's layers for a seed's first latent; layers are counted from the end, as in the notebook. */
@Path("/internals")
@EndpointDisabled(name = "dcgan.role.sampler", stringValue = "false")
@RolesAllowed(Access.VIEWER)
@Tag(name = "Sampler")
public final class InternalsResource {
    private static final int LAYERS = 5;

    private final ConditionalResponses responses;

    @Inject
    InternalsResource(ConditionalResponses responses) {
        this.responses = responses;
    }

    /** A layer's output, or without a layer the shapes of all layers. */
    @GET
    @Produces({Representation.PNG, Representation.NPY, MediaType.APPLICATION_JSON})
    @Operation(summary = "−1: the image; −2, −3, −4: a sheet of 64 filter outputs; no layer: the shapes of all")
    public Response internals(
            @BeanParam SeedChoice seed,
            @QueryParam("layer")
                    @Parameter(
                            description = "−4 to −1",
                            example = "-2",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "-4", maximum = "-1"))
                    String layer,
            @BeanParam GeneratorChoice choice,
            @Context HttpHeaders request) {
        long number = seed.seed();
        if (layer == null) {
            return responses.answer(
                    choice,
                    request,
                    "shapes " + number + " " + choice.kind(),
                    new Representation(
                            MediaType.APPLICATION_JSON, checkpoint -> shapes(layers(choice.of(checkpoint), number))));
        }
        int place = LAYERS + Parameters.within("layer", layer, -4, -1, -1);
        return responses.answer(
                choice,
                request,
                "internals " + number + " " + place + " " + choice.kind(),
                new Representation(
                        Representation.PNG,
                        checkpoint -> png(layers(choice.of(checkpoint), number).get(place))),
                new Representation(
                        Representation.NPY,
                        checkpoint -> npy(layers(choice.of(checkpoint), number).get(place))));
    }

    /**
     * A layer in the list of all.
     *
     * @param layer its number from the end
     * @param shape 1×channels×height×width
     */
    record Shape(int layer, long[] shape) {}

    private static List<Tensor> layers(Generator generator, long seed) {
        return generator.layers(new Latents(generator.latentSize()).of(seed, 0));
    }

    private static byte[] shapes(List<Tensor> layers) {
        return Json.write(layers.stream()
                .map(layer -> new Shape(layers.indexOf(layer) - LAYERS, layer.shape()))
                .toList());
    }

    private static byte[] png(Tensor layer) {
        int side = (int) layer.shape()[2];
        boolean image = layer.shape()[1] == 1;
        return (image ? ImageGrid.of(layer.floats(), side, side) : FilterSheet.of(layer.floats(), side, side)).png();
    }

    private static byte[] npy(Tensor layer) {
        return new NpyArray(
                        layer.floats(),
                        Arrays.stream(layer.shape()).mapToInt(Math::toIntExact).toArray())
                .toBytes();
    }
}
