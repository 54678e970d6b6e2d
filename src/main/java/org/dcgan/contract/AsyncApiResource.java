package org.dcgan.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.dcgan.access.Access;
import org.dcgan.http.Negotiation;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The description of the topics. */
@Path("/q/asyncapi")
@RolesAllowed(Access.VIEWER)
@Tag(name = "Contracts")
public final class AsyncApiResource {
    private static final String YAML = "application/yaml";

    private final Negotiation negotiation;
    private final String version;

    @Inject
    AsyncApiResource(Negotiation negotiation, @ConfigProperty(name = "quarkus.application.version") String version) {
        this.negotiation = negotiation;
        this.version = version;
    }

    /** Describes every topic: address, key, headers, cleanup, who sends and receives, and a JSON Schema of its messages. */
    @GET
    @Produces({MediaType.APPLICATION_JSON, YAML})
    @Operation(summary = "The topics and their messages, as an AsyncAPI 3 document")
    @APIResponse(responseCode = "200", description = "The document, as JSON, or as YAML if the client prefers it")
    public Response document() {
        ObjectNode document = AsyncApi.document(version);
        String type = negotiation.choose(List.of(MediaType.APPLICATION_JSON, YAML));
        return Response.ok(type.equals(YAML) ? AsyncApi.yaml(document) : AsyncApi.json(document), type)
                .build();
    }
}
