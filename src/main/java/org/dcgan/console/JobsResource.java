package org.dcgan.console;

import io.quarkus.resteasy.reactive.server.EndpointDisabled;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.dcgan.access.Access;
import org.dcgan.message.JobState.State;
import org.dcgan.message.Json;
import org.dcgan.message.TrainingJob;
import org.dcgan.problem.Problem;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Submits, lists, shows and cancels jobs. */
@Path("/jobs")
@EndpointDisabled(name = "dcgan.role.console", stringValue = "false")
@RolesAllowed(Access.VIEWER)
@Tag(name = "Console")
@Produces(MediaType.APPLICATION_JSON)
public final class JobsResource {
    private final ReadyJobIndex ready;
    private final ConsoleRole role;
    private final Submissions submissions;
    private final RunDeletion deletion;

    @Inject
    JobsResource(ReadyJobIndex ready, ConsoleRole role, Submissions submissions, RunDeletion deletion) {
        this.ready = ready;
        this.role = role;
        this.submissions = submissions;
        this.deletion = deletion;
    }

    /**
     * A page of jobs.
     *
     * @param jobs in the order that was asked for
     * @param total number of jobs on all pages
     * @param next the {@code after} of the next page; absent after the last
     * @param bytes size of all jobs' objects in the store; absent before they have been counted
     * @param staleSeconds how long the broker has not answered; absent while it answers
     */
    @Schema(name = "Jobs")
    public record Listing(List<JobReport> jobs, int total, String next, Long bytes, Long staleSeconds) {}

    /** Submits a job. */
    @POST
    @RolesAllowed(Access.OPERATOR)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Submit a job",
            description = "Every field may be left out: {} is the notebook's run. Sending the same id and the same"
                    + " content again is the same job, so a request without an answer may be repeated if it has an id.")
    @APIResponse(
            responseCode = "202",
            description = "It was published; Location is its URL",
            content =
                    @Content(
                            schema = @Schema(implementation = JobReport.class),
                            examples = @ExampleObject(name = "queued", value = Examples.QUEUED)))
    @APIResponse(
            responseCode = "200",
            description = "It is known already, and not published again",
            content =
                    @Content(
                            schema = @Schema(implementation = JobReport.class),
                            examples = @ExampleObject(name = "running", value = Examples.RUNNING)))
    @APIResponse(
            responseCode = "400",
            description = "A field is invalid",
            content =
                    @Content(
                            mediaType = Problem.MEDIA_TYPE,
                            examples = @ExampleObject(name = "field", value = Examples.WRONG_FIELD)))
    @APIResponse(responseCode = "409", description = "Another job has this id")
    @APIResponse(
            responseCode = "503",
            description = "The Kafka broker does not answer; Retry-After says when to try again")
    public Response submit(
            @RequestBody(
                            content =
                                    @Content(
                                            schema = @Schema(implementation = TrainingJob.class),
                                            examples = {
                                                @ExampleObject(name = "the notebook's run", value = "{}"),
                                                @ExampleObject(name = "a small run", value = Examples.SMALL_JOB)
                                            }))
                    byte[] body) {
        ready.index();
        Submissions.Submitted submitted = submissions.submit(Json.readKnown(body, TrainingJob.class));
        JobReport report = submitted.report();
        return Response.status(submitted.isNew() ? Status.ACCEPTED : Status.OK)
                .location(URI.create("/jobs/" + report.id()))
                .entity(report)
                .build();
    }

    /** Lists jobs. */
    @GET
    @Operation(summary = "List jobs, the newest or the largest first")
    @APIResponse(
            responseCode = "200",
            description = "A page of them; the header Link names the next",
            content =
                    @Content(
                            schema = @Schema(implementation = Listing.class),
                            examples = @ExampleObject(name = "a page", value = Examples.LISTING)))
    @APIResponse(responseCode = "400", description = "A parameter is invalid")
    public Response list(
            @QueryParam("state")
                    @Parameter(
                            description = "Only those in this state; may be repeated",
                            schema = @Schema(type = SchemaType.ARRAY, implementation = State.class),
                            example = "RUNNING")
                    List<String> state,
            @QueryParam("limit")
                    @Parameter(
                            description = "Jobs per page",
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            minimum = "1",
                                            maximum = "500",
                                            defaultValue = "50"),
                            example = "20")
                    String limit,
            @QueryParam("sort")
                    @Parameter(
                            description = "newest first, or by size, the largest first; may change between two pages",
                            schema =
                                    @Schema(
                                            enumeration = {"newest", "size"},
                                            defaultValue = "newest"),
                            example = "size")
                    String sort,
            @QueryParam("after")
                    @Parameter(
                            description = "The last id of the previous page, even if its state has changed",
                            example = "mnist-1")
                    String after) {
        Set<State> states = Page.states(state);
        List<JobReport> all = Page.sorted(ready.index().reports(EnumSet.allOf(State.class)), sort);
        Page page = Page.of(all, states, after, Page.limit(limit));
        Listing listing = new Listing(
                page.jobs(),
                page.total(),
                page.next(),
                ready.index().bytes().orElse(null),
                role.outage().map(outage -> outage.silence().toSeconds()).orElse(null));
        Response.ResponseBuilder answer = Response.ok(listing);
        if (page.next() != null) {
            answer.header(HttpHeaders.LINK, page.link(state, sort));
        }
        return answer.build();
    }

    /** Shows a job. */
    @GET
    @Path("{id}")
    @Operation(summary = "A job, its state and its progress")
    @APIResponse(
            responseCode = "200",
            content = @Content(examples = @ExampleObject(name = "running", value = Examples.RUNNING)))
    @APIResponse(responseCode = "404", description = "There is no such job")
    public JobReport job(@PathParam("id") @Parameter(example = "mnist-1") String id) {
        return ready.job(id);
    }

    /** Requests the cancellation of a job, or its deletion. */
    @DELETE
    @RolesAllowed(Access.OPERATOR)
    @Path("{id}")
    @Operation(
            summary = "Cancel a job, or delete it",
            description =
                    "It ends before its next iteration, and its results so far stay. If it is waiting, it will not start."
                            + " With purge=true its objects and records are deleted as soon as it has ended, and its id is free.")
    @APIResponse(
            responseCode = "202",
            description = "The request was stored",
            content =
                    @Content(
                            schema = @Schema(implementation = JobReport.class),
                            examples = @ExampleObject(name = "cancelling", value = Examples.CANCELLING)))
    @APIResponse(responseCode = "200", description = "It had ended before, and stays as it is")
    @APIResponse(responseCode = "404", description = "There is no such job")
    @APIResponse(
            responseCode = "409",
            description = "It cannot be deleted: one of its checkpoints is pinned, or a job waits to start from one")
    @APIResponse(responseCode = "503", description = "The Kafka broker does not answer")
    public Response cancel(
            @PathParam("id") @Parameter(example = "mnist-1") String id,
            @QueryParam("purge")
                    @Parameter(
                            description = "Whether to delete all its results",
                            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"),
                            example = "true")
                    String purge) {
        JobReport before = ready.job(id);
        if (BooleanParameter.isTrue("purge", purge)) {
            submissions.purge(id);
            ready.index().leaving(id);
            deletion.lookNow();
            return Response.accepted(ready.index().report(id).orElse(before)).build();
        }
        if (before.state().isTerminal()) {
            return Response.ok(before).build();
        }
        submissions.cancel(id);
        return Response.accepted(ready.job(id)).build();
    }
}
