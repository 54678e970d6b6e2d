package org.dcgan.console;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.dcgan.message.Json;
import org.dcgan.message.TrainingJob;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;

/** Describes a job's fields in the OpenAPI document: what they mean, their limits and what is meant where they are absent. */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public final class JobSchema implements OASFilter {
    @Override
    public void filterOpenAPI(OpenAPI document) {
        Map<String, Schema> fields =
                document.getComponents().getSchemas().get("TrainingJob").getProperties();
        fields.get("id").pattern("^[a-z0-9_-]{1,64}$").description("Names the job; made up if absent");
        fields.get("dataset").description("mnist, or NAME for IDX files under datasets/NAME/ in the bucket");
        whole(fields.get("epochs"), 1, 10_000).description("How often each image is seen");
        whole(fields.get("batchSize"), 1, 1_024).description("Images a step");
        whole(fields.get("latentSize"), 1, 1_024).description("Numbers in a latent");
        fields.get("learningRate")
                .exclusiveMinimum(BigDecimal.ZERO)
                .maximum(BigDecimal.ONE)
                .description("Adam's step size");
        decay(fields.get("beta1")).description("Decay of Adam's first moment");
        decay(fields.get("beta2")).description("Decay of Adam's second moment");
        whole(fields.get("realLabel"), 0, 1).description("The label of real images; fakes have the other");
        fields.get("seed")
                .description("What weights, order and latents are drawn from; the CRC-32 of the id if absent");
        whole(fields.get("recordEvery"), 1, 1_000_000)
                .description("Iterations of an epoch from one recorded loss and grid to the next");
        whole(fields.get("checkpointEvery"), 1, 1_000_000)
                .description(
                        "Iterations from one checkpoint within an epoch to the next; if absent, only after each epoch");
        fields.get("precision")
                .enumeration(List.of("float32", "bfloat16"))
                .description("What products are computed in");
        whole(fields.get("limit"), 1, Integer.MAX_VALUE)
                .description("Learn from the first images only; from all if absent");
        decay(fields.get("emaDecay"))
                .description("Decay of an average of the generator's weights, saved beside them; none if absent");
        fields.get("stopOnCollapse").description("Whether the run is cancelled when its generator collapses");
        fields.get("startFrom")
                .pattern("^[a-z0-9_-]{1,64}/(0|[1-9][0-9]{0,8})$")
                .description("JOB/EPOCH of the checkpoint to begin with; absent: initial networks");
        whole(fields.get("keepCheckpoints"), 1, 10_000)
                .description("Newest checkpoints to keep, besides the pinned and the best one; absent: all");
        fields.get("sweep").pattern("^[a-z0-9_-]{1,64}$").description("Names the sweep that the run belongs to");
        Json.fields(Json.read("{}".getBytes(StandardCharsets.UTF_8), TrainingJob.class))
                .forEach((name, value) -> fields.get(name).defaultValue(value));
    }

    private static Schema whole(Schema field, int least, int most) {
        return field.minimum(BigDecimal.valueOf(least)).maximum(BigDecimal.valueOf(most));
    }

    private static Schema decay(Schema field) {
        return field.minimum(BigDecimal.ZERO).exclusiveMaximum(BigDecimal.ONE);
    }
}
