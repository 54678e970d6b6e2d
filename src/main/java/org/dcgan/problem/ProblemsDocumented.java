package org.dcgan.problem;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** Says in the OpenAPI document of every operation what it answers instead, if something is wrong. */
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
                        "400: a parameter or the body is wrong. 401: who asks is not known. 403: their role does not allow it."
                                + " 404: there is no such thing. 409: it cannot be used as it is."
                                + " 406 and 415: it has no such form; allowed names those it has."
                                + " 412: it is not what If-Match asks for."
                                + " 413: it is too large. 429 and 503: come again after Retry-After seconds.")
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
                .addProperty("type", text("what kind of problem"))
                .addProperty("title", text("the status in words"))
                .addProperty("status", OASFactory.createSchema().addType(SchemaType.INTEGER))
                .addProperty("detail", text("what is wrong, in a sentence"))
                .addProperty("field", text("the parameter or field that is wrong"))
                .addProperty("value", text("what it was"))
                .addProperty("allowed", text("what would be accepted"));
    }

    private static Schema text(String description) {
        return OASFactory.createSchema().addType(SchemaType.STRING).description(description);
    }
}
