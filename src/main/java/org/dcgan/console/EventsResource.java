package org.dcgan.console;

import io.quarkus.resteasy.reactive.server.EndpointDisabled;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.dcgan.access.Access;
import org.dcgan.limit.Client;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Streams the events of a job. */
@Path("/jobs/{id}/events")
@EndpointDisabled(name = "dcgan.role.console", stringValue = "false")
@RolesAllowed(Access.VIEWER)
@Tag(name = "Console")
public final class EventsResource {
    private final ReadyJobIndex ready;
    private final LossHistory history;
    private final QualityHistory qualities;
    private final EventStreams streams;

    @Inject
    EventsResource(ReadyJobIndex ready, LossHistory history, QualityHistory qualities, EventStreams streams) {
        this.ready = ready;
        this.history = history;
        this.qualities = qualities;
        this.streams = streams;
    }

    /** Sends all events so far, or those after the reader's last one, then new ones until the job ends. */
    @GET
    @Blocking
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            summary = "Follow a job: server-sent events state, loss, sample and quality",
            description =
                    "First all events so far, or, with Last-Event-ID, those after it; then new events until the job ends"
                            + " or the stream reaches its time limit: then reconnect."
                            + " An event may be sent twice; its step shows that. Ids stay valid across restarts of the console. Qualities are"
                            + " all sent each time; the last ones appear after the end, at /jobs/{id}/qualities."
                            + " A reader that takes nothing for too long is disconnected after a comment that says so: then reconnect.")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            examples = @ExampleObject(name = "a loss", value = Examples.EVENTS)))
    @APIResponse(
            responseCode = "204",
            description = "The job has ended and the reader has everything: do not reconnect")
    @APIResponse(responseCode = "404", description = "There is no such job")
    @APIResponse(responseCode = "429", description = "This client has too many streams open")
    public Response events(
            @PathParam("id") @Parameter(example = "mnist-1") String id,
            @HeaderParam("Last-Event-ID")
                    @Parameter(description = "The id of the last event received", example = "42.1337.52")
                    String lastEventId,
            @Context RoutingContext context) {
        JobReport report = ready.job(id);
        EventId since = EventId.parse(lastEventId);
        if (lastEventId != null
                && report.state().isTerminal()
                && since.isAt(ready.index().position(id))) {
            return Response.noContent().build();
        }
        if (context.request().method().equals(HttpMethod.HEAD)) {
            return Response.ok().type(MediaType.SERVER_SENT_EVENTS_TYPE).build();
        }
        EventStream stream = streams.open(id, Client.of(context.request()));
        context.addEndHandler(ended -> stream.close());
        stream.open(ready.index().follow(id, since, stream::wake).orElseGet(() -> stored(id, since)));
        return Response.ok(stream, MediaType.SERVER_SENT_EVENTS_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                .header("X-Accel-Buffering", "no")
                .build();
    }

    private EventSource stored(String id, EventId since) {
        EventId end = ready.index().position(id);
        return new StoredEvents(since, history.of(id), qualities.of(id), ready.job(id), end);
    }
}
