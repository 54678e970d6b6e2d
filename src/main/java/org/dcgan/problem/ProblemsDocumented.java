package org.dcgan.problem;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** Adds the error responses to every operation of the OpenAPI document. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class ProblemsDocumented implements OASFilter {
    private static final String NAME = "Problem";
    private static final String INVALID = """
            {"type":"about:blank","title":"Bad Request","status":400,"detail":"count must be a whole number from 1 to 1024, was 0",\
            "field":"count","value":"0","allowed":"a whole number from 1 to 1024"}""";

    @Override
    public void filterOpenAPI(OpenAPI document) {
        document.getComponents().addSchema(NAME, schema());
    }

    @Override
    public Operation filterOperation(Operation operation) {
        operation.getResponses().setDefaultValue(response());
        return operation;
    }

    private static APIResponse response() {
        return OASFactory.createAPIResponse()
                .description(
                        "400: a parameter or the body is invalid. 401: authentication is missing or invalid. 403: the role does not allow it."
                                + " 404: not found. 409: it conflicts with the current state."
                                + " 406 and 415: unsupported media type; allowed lists the supported ones."
                                + " 412: the ETag does not match If-Match."
                                + " 413: it is too large. 429 and 503: retry after Retry-After seconds.")
                .content(OASFactory.createContent()
                        .addMediaType(
                                Problem.MEDIA_TYPE,
                                OASFactory.createMediaType()
                                        .schema(OASFactory.createSchema().ref(NAME))
                                        .example(INVALID)));
    }

    private static Schema schema() {
        return OASFactory.createSchema()
                .addType(SchemaType.OBJECT)
                .description("Problem details (RFC 9457)")
                .addProperty("type", text("the type of problem"))
                .addProperty("title", text("the status in words"))
                .addProperty("status", OASFactory.createSchema().addType(SchemaType.INTEGER))
                .addProperty("detail", text("what is wrong, in a sentence"))
                .addProperty("field", text("the invalid parameter or field"))
                .addProperty("value", text("its value"))
                .addProperty("allowed", text("what would be accepted"));
    }

    private static Schema text(String description) {
        return OASFactory.createSchema().addType(SchemaType.STRING).description(description);
    }
}
