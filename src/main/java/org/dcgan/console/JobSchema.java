package org.dcgan.console;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.dcgan.message.Json;
import org.dcgan.message.TrainingJob;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;

/** Adds the defaults of a job's fields to the OpenAPI document. The record's annotations give the rest. */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public final class JobSchema implements OASFilter {
    @Override
    public void filterOpenAPI(OpenAPI document) {
        Map<String, Schema> fields =
                document.getComponents().getSchemas().get("TrainingJob").getProperties();
        Json.fields(Json.read("{}".getBytes(StandardCharsets.UTF_8), TrainingJob.class))
                .forEach((name, value) -> fields.get(name).defaultValue(value));
    }
}
