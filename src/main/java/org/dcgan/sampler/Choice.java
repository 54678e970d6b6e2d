package org.dcgan.sampler;

import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import org.dcgan.checkpoint.StoredQualities;
import org.dcgan.message.CheckpointName;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.TrainingJob;
import org.dcgan.problem.ProblemException;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** The checkpoint that a request names; by default the served one. */
public class Choice {
    @QueryParam("job")
    @Parameter(
            description = "Another checkpoint than the served one: its job",
            example = "mnist-1",
            schema = @Schema(type = SchemaType.STRING, pattern = "^[a-z0-9_-]{1,64}$"))
    String job;

    @QueryParam("epoch")
    @Parameter(
            description = "and its epoch, from 0",
            example = "9",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "0", maximum = "2147483647"))
    String epoch;

    @QueryParam("dataset")
    @Parameter(
            description = "Another checkpoint than the served one: the best of this data set",
            example = "mnist",
            schema = @Schema(type = SchemaType.STRING, pattern = "^[a-z0-9_-]{1,64}$"))
    String dataset;

    /**
     * The checkpoint of the request; empty for the served one.
     *
     * @param qualities used to find the best one
     * @throws ProblemException if no checkpoint of the data set has been judged
     */
    Optional<CheckpointName> checkpoint(StoredQualities qualities) {
        if (dataset != null) {
            if (job != null || epoch != null) {
                throw new InvalidMessageException("dataset", dataset, "given without job and epoch");
            }
            TrainingJob.requireName("dataset", dataset);
            return Optional.of(qualities
                    .best(dataset)
                    .get()
                    .map(CheckpointName::of)
                    .orElseThrow(() ->
                            ProblemException.notFound("no checkpoint of data set " + dataset + " has been judged")));
        }
        if (job == null && epoch == null) {
            return Optional.empty();
        }
        if (job == null) {
            throw new InvalidMessageException("job", null, "given with an epoch");
        }
        int number = Parameters.required("epoch", epoch, 0, Integer.MAX_VALUE);
        TrainingJob.requireName("job", job);
        return Optional.of(new CheckpointName(job, number));
    }
}
