package org.dcgan.sampler;

import io.quarkus.resteasy.reactive.server.EndpointDisabled;
import jakarta.annotation.security.RolesAllowed;
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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.dcgan.access.Access;
import org.dcgan.access.Audit;
import org.dcgan.checkpoint.Checkpoints;
import org.dcgan.checkpoint.Purges;
import org.dcgan.message.CheckpointName;
import org.dcgan.message.Json;
import org.dcgan.message.QualityMeasured;
import org.dcgan.message.TrainingJob;
import org.dcgan.problem.ProblemException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Lists the checkpoints, and selects the served one. */
@Path("/checkpoints")
@EndpointDisabled(name = "dcgan.role.sampler", stringValue = "false")
@RolesAllowed(Access.VIEWER)
@Tag(name = "Sampler")
@Produces(MediaType.APPLICATION_JSON)
public final class CheckpointsResource {
    private final SamplerConfig config;
    private final Checkpoints checkpoints;
    private final Purges purges;
    private final Qualities qualities;
    private final ServedCheckpoint served;
    private final CheckpointFollower follower;
    private final Audit audit;

    @Inject
    CheckpointsResource(
            SamplerConfig config,
            Checkpoints checkpoints,
            Purges purges,
            Qualities qualities,
            ServedCheckpoint served,
            CheckpointFollower follower,
            Audit audit) {
        this.config = config;
        this.checkpoints = checkpoints;
        this.purges = purges;
        this.qualities = qualities;
        this.served = served;
        this.follower = follower;
        this.audit = audit;
    }

    private enum Sort {
        NAME,
        QUALITY
    }

    /**
     * The served checkpoint.
     *
     * @param checkpoint JOB/EPOCH; absent before the first
     * @param pinned whether it stays served when there are newer or better ones
     */
    public record Served(String checkpoint, boolean pinned) {}

    /** All checkpoints, or those of a job. */
    @GET
    @Operation(
            summary = "The served checkpoint, and all available ones with their quality",
            description =
                    "Scores say how close generated images are to real ones; scores of different judges cannot be compared. A"
                            + " checkpoint that has not been judged has none, and comes last by quality.")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            schema = @Schema(implementation = CheckpointListing.class),
                            examples = @ExampleObject(name = "the best first", value = CheckpointListing.EXAMPLE)))
    @APIResponse(responseCode = "400", description = "A parameter is invalid")
    public CheckpointListing list(
            @QueryParam("job")
                    @Parameter(
                            description = "Only this job's",
                            example = "mnist-1",
                            schema = @Schema(type = SchemaType.STRING, pattern = "^[a-z0-9_-]{1,64}$"))
                    String job,
            @QueryParam("sort")
                    @Parameter(
                            description = "By name, or by quality: the least Fréchet distance first",
                            example = "quality",
                            schema =
                                    @Schema(
                                            enumeration = {"name", "quality"},
                                            defaultValue = "name"))
                    String sort,
            @QueryParam("limit")
                    @Parameter(
                            description = "The most checkpoints listed with their quality",
                            example = "10",
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            minimum = "1",
                                            maximum = "1000",
                                            defaultValue = "100"))
                    String limit) {
        Sort order = Parameters.oneOf("sort", sort, Sort.NAME);
        int most = Parameters.within("limit", limit, 1, 1_000, 100);
        if (job != null) {
            TrainingJob.requireName("job", job);
        }
        List<String> ids = job == null ? checkpoints.jobs() : List.of(job);
        Set<String> leaving = purges.jobs();
        List<CheckpointListing.Job> jobs = ids.stream()
                .filter(id -> !leaving.contains(id))
                .map(id -> new CheckpointListing.Job(id, checkpoints.epochs(id)))
                .filter(found -> !found.epochs().isEmpty())
                .toList();
        Served now = now();
        return new CheckpointListing(
                now.checkpoint(), now.pinned(), config.follow().toString(), jobs, judged(jobs, order, most));
    }

    private List<JudgedCheckpoint> judged(List<CheckpointListing.Job> jobs, Sort order, int most) {
        Stream<JudgedCheckpoint> byName = jobs.stream().flatMap(job -> {
            Map<Integer, QualityMeasured> known = qualities.of(job.jobId());
            return job.epochs().stream()
                    .map(epoch -> JudgedCheckpoint.of(job.jobId(), epoch, Optional.ofNullable(known.get(epoch))));
        });
        return switch (order) {
            case NAME -> byName.limit(most).toList();
            case QUALITY ->
                byName.sorted(JudgedCheckpoint.BEST_FIRST).limit(most).toList();
        };
    }

    /** Serves this checkpoint until {@link #follow}. */
    @PUT
    @RolesAllowed(Access.OPERATOR)
    @Path("served")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary =
                    "Pin a checkpoint: it is served even if newer ones are trained, by other samplers too after their next poll")
    public Served pin(
            @RequestBody(content = @Content(examples = @ExampleObject(value = "{\"jobId\":\"mnist-1\",\"epoch\":9}")))
                    byte[] body) {
        CheckpointName name = Json.readKnown(body, CheckpointName.class);
        try (LoadedCheckpoint usable =
                served.borrow(Optional.of(name))) { // fails, and pins nothing, if it cannot be loaded
            audit.note("pin", name.toString());
            checkpoints.pinned().set(usable.saved());
        }
        requireStillThere(name);
        follower.lookNow();
        return now();
    }

    /**
     * A deletion is announced before it looks for a pin, and this checks for deletions after pinning, so one of the two sees the
     * other.
     */
    private void requireStillThere(CheckpointName name) {
        if (purges.find(name.jobId()).isPresent() || !checkpoints.exists(name.jobId(), name.epoch())) {
            checkpoints.pinned().clear();
            throw ProblemException.conflict("checkpoint " + name + " is being deleted");
        }
    }

    /** Serves the checkpoint that is followed again. */
    @DELETE
    @RolesAllowed(Access.OPERATOR)
    @Path("served")
    @Operation(summary = "Follow the latest checkpoint again, or the best: as dcgan.sampler.follow says")
    public Served follow() {
        audit.note("unpin", "served");
        checkpoints.pinned().clear();
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
