package org.dcgan.access;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Set;
import org.dcgan.message.InvalidMessageException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Signs the page's user in and out. */
@Path("/session")
@Tag(name = "Session")
public final class SessionResource {
    private final SecurityIdentity identity;

    @Inject
    SessionResource(SecurityIdentity identity) {
        this.identity = identity;
    }

    /**
     * An authenticated person.
     *
     * @param name absent if access is anonymous
     * @param roles the person's roles
     */
    public record Person(String name, Set<String> roles) {}

    /** Shows who sent the request. */
    @GET
    @RolesAllowed(Access.VIEWER)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Who I am, and my roles")
    public Person person() {
        return new Person(
                identity.isAnonymous() ? null : identity.getPrincipal().getName(), identity.getRoles());
    }

    /** Stores this request's token in a cookie. */
    @POST
    @RolesAllowed(Access.VIEWER)
    @Operation(summary = "Sign in: keep the bearer token of this request in a cookie")
    @APIResponse(responseCode = "204", description = "The cookie is set")
    public Response signIn(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Schema(hidden = true) String authorization,
            @Context SecurityContext security) {
        String token = Session.token(authorization)
                .orElseThrow(() -> new InvalidMessageException("Authorization", null, "Bearer and a key or a token"));
        return Response.noContent()
                .cookie(Session.open(token, security.isSecure()))
                .build();
    }

    /** Deletes the cookie. */
    @DELETE
    @PermitAll
    @Operation(summary = "Sign out")
    @APIResponse(responseCode = "204", description = "The cookie is gone")
    public Response signOut() {
        return Response.noContent().cookie(Session.closed()).build();
    }
}
