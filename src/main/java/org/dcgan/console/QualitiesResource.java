package org.dcgan.console;

import io.quarkus.resteasy.reactive.server.EndpointDisabled;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.dcgan.access.Access;
import org.dcgan.message.QualityMeasured;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The qualities of a job's checkpoints, also while it runs. */
@Path("/jobs/{id}/qualities")
@EndpointDisabled(name = "dcgan.role.console", stringValue = "false")
@RolesAllowed(Access.VIEWER)
@Tag(name = "Console")
public final class QualitiesResource {
    private final ReadyJobIndex ready;
    private final QualityHistory history;

    @Inject
    QualitiesResource(ReadyJobIndex ready, QualityHistory history) {
        this.ready = ready;
        this.history = history;
    }

    /** The qualities of all checkpoints that have been judged so far, by epoch. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "How good the images are, by epoch",
            description = "The quality of each judged checkpoint. Scores of different judges cannot be compared.")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            schema = @Schema(type = SchemaType.ARRAY, implementation = QualityMeasured.class),
                            examples = @ExampleObject(name = "qualities", value = "[" + Examples.QUALITY + "]")))
    @APIResponse(responseCode = "404", description = "There is no such job")
    public List<QualityMeasured> qualities(@PathParam("id") @Parameter(example = "mnist-1") String id) {
        ready.job(id);
        return history.of(id);
    }
}
