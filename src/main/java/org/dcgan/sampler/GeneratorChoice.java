package org.dcgan.sampler;

import jakarta.ws.rs.QueryParam;
import org.dcgan.gan.Generator;
import org.dcgan.problem.ProblemException;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** The checkpoint that a request names, and which of its generators to use. */
public final class GeneratorChoice extends Choice {
    @QueryParam("generator")
    @Parameter(
            description = "The generator as it was, or the average over its steps that a job with emaDecay keeps",
            example = "averaged",
            schema =
                    @Schema(
                            enumeration = {"plain", "averaged"},
                            defaultValue = "plain"))
    String generator;

    /** Generators of a checkpoint. */
    enum Kind {
        PLAIN,
        AVERAGED
    }

    /** The requested one. */
    Kind kind() {
        return Parameters.oneOf("generator", generator, Kind.PLAIN);
    }

    /**
     * The requested generator of a checkpoint.
     *
     * @throws ProblemException if it has none
     */
    Generator of(LoadedCheckpoint checkpoint) {
        return switch (kind()) {
            case PLAIN -> checkpoint.generator();
            case AVERAGED ->
                checkpoint
                        .averaged()
                        .orElseThrow(() -> ProblemException.notFound("checkpoint " + checkpoint.name()
                                + " has no averaged generator, because its job has no emaDecay"));
        };
    }
}
