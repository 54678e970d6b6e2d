package org.dcgan.console;

import io.quarkus.resteasy.reactive.server.EndpointDisabled;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.dcgan.access.Access;
import org.dcgan.http.Negotiation;
import org.dcgan.message.Json;
import org.dcgan.picture.LossPlot;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The losses of a job, also while it runs. */
@Path("/jobs/{id}/losses")
@EndpointDisabled(name = "dcgan.role.console", stringValue = "false")
@RolesAllowed(Access.VIEWER)
@Tag(name = "Console")
public final class LossesResource {
    private static final String PNG = "image/png";

    private final ReadyJobIndex ready;
    private final LossHistory history;
    private final Negotiation negotiation;

    @Inject
    LossesResource(ReadyJobIndex ready, LossHistory history, Negotiation negotiation) {
        this.ready = ready;
        this.history = history;
        this.negotiation = negotiation;
    }

    /** All losses recorded so far, by step. */
    @GET
    @Produces({MediaType.APPLICATION_JSON, PNG})
    @Operation(summary = "The losses so far, as numbers or as the notebook's figure")
    @APIResponse(
            responseCode = "200",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(type = SchemaType.ARRAY, implementation = Loss.class),
                        examples = @ExampleObject(name = "losses", value = "[" + Examples.LOSS + "]")),
                @Content(mediaType = PNG)
            })
    @APIResponse(responseCode = "404", description = "There is no such job")
    public Response losses(@PathParam("id") @Parameter(example = "mnist-1") String id) {
        ready.job(id);
        String form = negotiation.choose(List.of(MediaType.APPLICATION_JSON, PNG));
        Collection<Loss> losses = history.of(id);
        return Response.ok(form.equals(PNG) ? plot(losses) : json(losses), form).build();
    }

    /** Streams them: the losses of a long run are tens of megabytes, too much to keep in memory at once. */
    private static StreamingOutput json(Collection<Loss> losses) {
        return out -> Json.writeList(out, losses.stream());
    }

    private static byte[] plot(Collection<Loss> losses) {
        return LossPlot.png(values(losses, Loss::discriminatorLoss), values(losses, Loss::generatorLoss));
    }

    private static float[] values(Collection<Loss> losses, Function<Loss, Float> value) {
        float[] values = new float[losses.size()];
        int i = 0;
        for (Loss loss : losses) {
            values[i++] = value.apply(loss);
        }
        return values;
    }
}
