package org.dcgan.sampler;

import io.quarkus.resteasy.reactive.server.EndpointDisabled;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.dcgan.checkpoint.Checkpoints;
import org.dcgan.message.CheckpointSaved;
import org.dcgan.message.Json;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Which checkpoints there are, and which one is served. */
@Path("/checkpoints")
@EndpointDisabled(name = "dcgan.role.sampler", stringValue = "false")
@Tag(name = "Sampler")
@Produces(MediaType.APPLICATION_JSON)
public final class CheckpointsResource {
    private final Checkpoints checkpoints;
    private final Loader loader;
    private final ServedCheckpoint served;
    private final LatestFollower follower;

    @Inject
    CheckpointsResource(Checkpoints checkpoints, Loader loader, ServedCheckpoint served, LatestFollower follower) {
        this.checkpoints = checkpoints;
        this.loader = loader;
        this.served = served;
        this.follower = follower;
    }

    /**
     * All checkpoints.
     *
     * @param served the one that is served; absent before the first
     * @param pinned whether it stays when a newer one is complete
     * @param jobs what there is
     */
    public record Listing(String served, boolean pinned, List<Job> jobs) {}

    /**
     * The checkpoints of a job.
     *
     * @param jobId the job
     * @param epochs after which there is one
     */
    public record Job(String jobId, List<Integer> epochs) {}

    /**
     * What is served.
     *
     * @param checkpoint JOB/EPOCH; absent before the first
     * @param pinned whether it stays when a newer one is complete
     */
    public record Served(String checkpoint, boolean pinned) {}

    /** All checkpoints, or those of a job. */
    @GET
    @Operation(summary = "The served checkpoint, and all that can be asked for")
    public Listing list(
            @QueryParam("job") @Parameter(description = "Only this job's", example = "mnist-1") String job) {
        List<String> jobs = job == null ? checkpoints.jobs() : List.of(new CheckpointName(job, 0).jobId());
        Served now = now();
        return new Listing(
                now.checkpoint(),
                now.pinned(),
                jobs.stream()
                        .map(id -> new Job(id, checkpoints.epochs(id)))
                        .filter(found -> !found.epochs().isEmpty())
                        .toList());
    }

    /** Serves this checkpoint until {@link #follow}. */
    @PUT
    @Path("served")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary =
                    "Pin a checkpoint: it is served whatever else is trained, by other samplers too within their poll")
    public Served pin(
            @RequestBody(content = @Content(examples = @ExampleObject(value = "{\"jobId\":\"mnist-1\",\"epoch\":9}")))
                    byte[] body) {
        CheckpointName name = Json.read(body, CheckpointName.class);
        CheckpointSaved saved = loader.find(name);
        served.borrow(Optional.of(name)).close(); // one that cannot be used is not pinned
        checkpoints.pin(saved);
        follower.lookNow();
        return now();
    }

    /** Serves the latest checkpoint again. */
    @DELETE
    @Path("served")
    @Operation(summary = "Follow the latest checkpoint again")
    public Served follow() {
        checkpoints.unpin();
        follower.lookNow();
        return now();
    }

    private Served now() {
        return new Served(
                served.saved()
                        .map(CheckpointName::of)
                        .map(CheckpointName::toString)
                        .orElse(null),
                served.isPinned());
    }
}
