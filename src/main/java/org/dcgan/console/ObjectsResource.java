package org.dcgan.console;

import io.quarkus.resteasy.reactive.server.EndpointDisabled;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.Response.Status;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.dcgan.access.Access;
import org.dcgan.checkpoint.JobObjects;
import org.dcgan.http.Preconditions;
import org.dcgan.problem.ProblemException;
import org.dcgan.store.ObjectContent;
import org.dcgan.store.ObjectStat;
import org.dcgan.store.ObjectStore;
import org.dcgan.store.UnsatisfiableRangeException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Serves the objects of a job, as stored. */
@Path("/jobs/{id}/objects")
@EndpointDisabled(name = "dcgan.role.console", stringValue = "false")
@RolesAllowed(Access.VIEWER)
@Tag(name = "Console")
public final class ObjectsResource {
    /** Names that the trainer uses; none begins with a dot. */
    private static final Pattern PATH = Pattern.compile("[\\w-]++([./][\\w-]++)*+");

    private final ReadyJobIndex ready;
    private final ObjectStore store;

    @Inject
    ObjectsResource(ReadyJobIndex ready, ObjectStore store) {
        this.ready = ready;
        this.store = store;
    }

    /**
     * An object.
     *
     * @param path under {@code /jobs/ID/objects/}
     * @param size in bytes
     */
    @Schema(name = "Object")
    public record Entry(String path, long size) {}

    /** Lists the objects of a job. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "List a job's objects, by path")
    @APIResponse(
            responseCode = "200",
            content = @Content(examples = @ExampleObject(name = "objects", value = Examples.OBJECTS)))
    @APIResponse(responseCode = "404", description = "There is no such job")
    public List<Entry> list(@PathParam("id") @Parameter(example = "mnist-1") String id) {
        ready.job(id);
        String prefix = new JobObjects(id).prefix();
        return store.list(prefix)
                .map(object -> new Entry(object.key().substring(prefix.length()), object.size()))
                .toList();
    }

    /** Reads an object, or a range of it. */
    @GET
    @Path("{path: .+}")
    @Operation(summary = "Read an object, or a range of it")
    @APIResponse(responseCode = "200", description = "All of it", content = @Content(mediaType = "*/*"))
    @APIResponse(responseCode = "206", description = "The range asked for")
    @APIResponse(responseCode = "304", description = "Not modified")
    @APIResponse(responseCode = "404", description = "There is no such object")
    @APIResponse(responseCode = "416", description = "The range begins after the object's end")
    public Response read(
            @PathParam("id") @Parameter(example = "mnist-1") String id,
            @PathParam("path") @Parameter(example = "samples/fake_step_0.png") String path,
            @HeaderParam("Range") @Parameter(description = "One range of bytes", example = "bytes=0-99") String range,
            @HeaderParam("If-Range") @Parameter(hidden = true) String ifRange,
            @Context HttpHeaders request)
            throws IOException {
        String key = key(id, path);
        if (Preconditions.areGiven(request)) { // opening the object to find out would be expensive
            ObjectStat before = stat(key);
            if (Preconditions.isUnchanged(request, tag(before))) {
                return with(before, Response.notModified()).build();
            }
        }
        ObjectContent content = open(key, ByteRange.parse(range), ifRange);
        ResponseBuilder answer = with(content.stat(), Response.ok(content.bytes(), type(content.stat())))
                .header(HttpHeaders.CONTENT_LENGTH, content.length());
        content.range().ifPresent(part -> answer.status(Status.PARTIAL_CONTENT).header("Content-Range", part));
        return answer.build();
    }

    /**
     * The answer comes from one request to the store, so an object that is replaced meanwhile is never mixed with its replacement.
     */
    private ObjectContent open(String key, Optional<String> range, String ifRange) throws IOException {
        if (range.isPresent()) {
            try {
                ObjectContent part = store.open(key, range.get()).orElseThrow(() -> missing(key));
                if (Preconditions.isSameRange(ifRange, tag(part.stat()))) {
                    return part;
                }
                part.close();
            } catch (UnsatisfiableRangeException e) {
                ObjectStat whole = stat(key);
                if (Preconditions.isSameRange(ifRange, tag(whole))) {
                    throw ProblemException.unsatisfiable(whole.size());
                }
            }
        }
        return store.open(key).orElseThrow(() -> missing(key));
    }

    /** Describes an object. */
    @HEAD
    @Path("{path: .+}")
    @Operation(hidden = true)
    public Response describe(@PathParam("id") String id, @PathParam("path") String path, @Context HttpHeaders request) {
        ObjectStat stat = stat(key(id, path));
        if (Preconditions.isUnchanged(request, tag(stat))) {
            return with(stat, Response.notModified()).build();
        }
        return with(stat, Response.ok().type(type(stat)))
                .header(HttpHeaders.CONTENT_LENGTH, stat.size())
                .build();
    }

    private String key(String id, String path) {
        ready.job(id);
        String key = new JobObjects(id).prefix() + path;
        if (!isPath(path)) {
            throw missing(key);
        }
        return key;
    }

    static boolean isPath(String path) {
        return PATH.matcher(path).matches();
    }

    private ObjectStat stat(String key) {
        return store.stat(key).orElseThrow(() -> missing(key));
    }

    private static ProblemException missing(String key) {
        return ProblemException.notFound("there is no object " + key);
    }

    /** A client that can write to the bucket must not be able to run scripts in the console's origin. */
    private static ResponseBuilder with(ObjectStat stat, ResponseBuilder answer) {
        return answer.tag(tag(stat))
                .header("Accept-Ranges", "bytes")
                .header(HttpHeaders.CACHE_CONTROL, "no-cache") // store it, but revalidate before each use
                .header("Content-Security-Policy", "sandbox; default-src 'none'");
    }

    /** The stored media type may be anything. */
    private static MediaType type(ObjectStat stat) {
        try {
            return MediaType.valueOf(stat.contentType());
        } catch (IllegalArgumentException e) {
            return MediaType.APPLICATION_OCTET_STREAM_TYPE;
        }
    }

    private static EntityTag tag(ObjectStat stat) {
        return new EntityTag(stat.etag());
    }
}
