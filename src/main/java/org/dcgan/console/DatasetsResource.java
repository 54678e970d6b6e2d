package org.dcgan.console;

import io.quarkus.resteasy.reactive.server.EndpointDisabled;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import org.dcgan.access.Access;
import org.dcgan.http.Preconditions;
import org.dcgan.imports.DatasetCard;
import org.dcgan.imports.Fitting;
import org.dcgan.imports.SkippedFile;
import org.dcgan.imports.StoredDatasets;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.TrainingJob;
import org.dcgan.problem.ProblemException;
import org.dcgan.store.ObjectStore;
import org.dcgan.store.TaggedBytes;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Lists, shows, uploads and removes imported data sets. */
@Path("/datasets")
@EndpointDisabled(name = "dcgan.role.console", stringValue = "false")
@RolesAllowed(Access.VIEWER)
@Tag(name = "Console")
@Produces(MediaType.APPLICATION_JSON)
public final class DatasetsResource {
    private static final String ZIP = "application/zip";
    private static final String PNG = "image/png";

    private final StoredDatasets datasets;
    private final ObjectStore store;
    private final DatasetUploads uploads;

    @Inject
    DatasetsResource(StoredDatasets datasets, ObjectStore store, DatasetUploads uploads) {
        this.datasets = datasets;
        this.store = store;
        this.uploads = uploads;
    }

    /**
     * The result of an upload.
     *
     * @param dataset the data set
     * @param skipped the first ten files that were left out; {@code dataset.skipped} counts all
     */
    @Schema(name = "ImportedDataset")
    public record Imported(DatasetCard dataset, List<SkippedFile> skipped) {}

    /** Lists data sets. */
    @GET
    @Operation(
            summary = "List the imported data sets, by name",
            description = "MNIST is part of the program and is not listed.")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            schema = @Schema(type = SchemaType.ARRAY, implementation = DatasetCard.class),
                            examples = @ExampleObject(name = "datasets", value = "[" + Examples.DATASET + "]")))
    public List<DatasetCard> list() {
        return datasets.list();
    }

    /** Shows a data set. */
    @GET
    @Path("{name}")
    @Operation(summary = "An imported data set: counts, classes, source")
    @APIResponse(
            responseCode = "200",
            content = @Content(examples = @ExampleObject(name = "dataset", value = Examples.DATASET)))
    @APIResponse(responseCode = "404", description = "There is no such data set")
    public DatasetCard dataset(@PathParam("name") @Parameter(example = "letters") String name) {
        return find(name);
    }

    /** Shows some of its images. */
    @GET
    @Path("{name}/preview.png")
    @Produces(PNG)
    @Operation(summary = "Up to 64 of a data set's images, of each class in turn")
    @APIResponse(responseCode = "200", content = @Content(mediaType = PNG))
    @APIResponse(responseCode = "304", description = "Not modified")
    @APIResponse(responseCode = "404", description = "There is no such data set")
    public Response preview(
            @PathParam("name") @Parameter(example = "letters") String name, @Context HttpHeaders request) {
        find(name);
        TaggedBytes preview = store.getTagged(StoredDatasets.preview(name)).orElseThrow(() -> missing(name));
        EntityTag tag = new EntityTag(preview.etag());
        Response.ResponseBuilder answer =
                Preconditions.isUnchanged(request, tag) ? Response.notModified() : Response.ok(preview.bytes(), PNG);
        return answer.tag(tag).header(HttpHeaders.CACHE_CONTROL, "no-cache").build();
    }

    /** Imports an archive. */
    @PUT
    @Path("{name}")
    @RolesAllowed(Access.OPERATOR)
    @Consumes({ZIP, "application/x-zip-compressed"})
    @Operation(
            summary = "Import a zip of pictures, IDX files or NumPy arrays as a data set",
            description =
                    "Sub-folders are classes; folders named train and test are the two parts. Pictures are converted to grey, 28×28."
                            + " Uploading the same images again changes nothing. Other images under the same name replace the data set, unless a run has used it."
                            + " The answer comes when the data set is stored.")
    @APIResponse(
            responseCode = "201",
            description = "It was stored",
            content =
                    @Content(
                            schema = @Schema(implementation = Imported.class),
                            examples = @ExampleObject(name = "imported", value = Examples.IMPORTED)))
    @APIResponse(responseCode = "200", description = "The same data set was stored before")
    @APIResponse(responseCode = "400", description = "The archive cannot be imported, or a parameter is invalid")
    @APIResponse(responseCode = "409", description = "A run has used another data set of this name")
    @APIResponse(responseCode = "413", description = "The archive is larger than dcgan.http.max-upload")
    @APIResponse(responseCode = "429", description = "Another data set is being imported")
    public Response upload(
            @PathParam("name") @Parameter(example = "letters") String name,
            @QueryParam("invert")
                    @Parameter(
                            description = "Make black white and white black",
                            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
                    String invert,
            @QueryParam("pad")
                    @Parameter(
                            description =
                                    "Add margins to a picture that is not square, instead of cropping it to its middle",
                            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
                    String pad,
            @QueryParam("background")
                    @Parameter(
                            description =
                                    "Grey value of margins and transparent pixels, before inverting: 0 (black) to 255 (white)",
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            minimum = "0",
                                            maximum = "255",
                                            defaultValue = "255"))
                    String background,
            @QueryParam("transpose")
                    @Parameter(
                            description = "Exchange rows and columns of arrays, as EMNIST's files need it",
                            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
                    String transpose,
            @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = ZIP,
                                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
                    InputStream body) {
        StoredDatasets.requireName(name);
        Fitting fitting = new Fitting(
                BooleanParameter.isTrue("pad", pad),
                grey(background),
                BooleanParameter.isTrue("invert", invert),
                BooleanParameter.isTrue("transpose", transpose));
        DatasetUploads.Outcome outcome = uploads.add(name, fitting, body);
        return Response.status(outcome.isNew() ? Status.CREATED : Status.OK)
                .location(URI.create("/datasets/" + name))
                .entity(new Imported(outcome.dataset().card(), outcome.dataset().skipped()))
                .build();
    }

    /** Removes a data set. */
    @DELETE
    @Path("{name}")
    @RolesAllowed(Access.OPERATOR)
    @Operation(summary = "Remove an imported data set, and its judge")
    @APIResponse(responseCode = "204", description = "It was removed")
    @APIResponse(responseCode = "404", description = "There is no such data set")
    @APIResponse(responseCode = "409", description = "A run has used it, or waits for it")
    public void delete(@PathParam("name") @Parameter(example = "letters") String name) {
        find(name);
        uploads.delete(name);
    }

    private DatasetCard find(String name) {
        TrainingJob.requireName("name", name);
        return datasets.find(name).orElseThrow(() -> missing(name));
    }

    private static ProblemException missing(String name) {
        return ProblemException.notFound("there is no imported data set " + name);
    }

    private static int grey(String text) {
        if (text == null) {
            return Fitting.USUAL.background();
        }
        if (!text.matches("\\d{1,3}") || Integer.parseInt(text) > 255) {
            throw new InvalidMessageException("background", text, "a whole number from 0 (black) to 255 (white)");
        }
        return Integer.parseInt(text);
    }
}
