package org.dcgan.sampler;

import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** The seed that a request names. */
public class SeedChoice {
    @QueryParam("seed")
    @Parameter(
            description = "Any whole number",
            example = "42",
            schema = @Schema(type = SchemaType.INTEGER, format = "int64"))
    String seed;

    long seed() {
        return Parameters.seed("seed", seed);
    }
}
