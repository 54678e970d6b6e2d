package org.dcgan.sampler;

import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** The latents that a request names, and how many of them. */
public final class SeriesChoice extends SeedChoice {
    @QueryParam("count")
    @Parameter(
            description = "How many",
            example = "64",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "1024", defaultValue = "64"))
    String count;

    int count(int most) {
        return Parameters.within("count", count, 1, most, 64);
    }
}
