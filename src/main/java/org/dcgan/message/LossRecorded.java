package org.dcgan.message;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Both losses of one recorded iteration; topic {@code dcgan.losses}. A point is identified by jobId and step. The annotations say what
 * a field means and allows.
 */
public record LossRecorded(
        @Schema(required = true, pattern = Limits.NAME, description = "the job")
        String jobId,

        @Schema(minimum = "0", description = "number of the attempt, from 1")
        int attempt,

        @Schema(minimum = "0", description = "the epoch, from 0")
        int epoch,

        @Schema(minimum = "0", description = "iteration of the epoch, from 0")
        int iteration,

        @Schema(minimum = "0", description = "iterations before this one, over all epochs")
        long step,

        @Schema(
                minimum = "0",
                description = "number of the point, from 0, and of the grids real_step_N.png and fake_step_N.png")
        long saveStep,

        @Schema(minimum = "0", description = "BCE(D(x), real) + BCE(D(G(z)), fake)")
        float discriminatorLoss,

        @Schema(minimum = "0", description = "BCE(D(G(z)), real)")
        float generatorLoss,

        @Schema(minimum = "0", description = "mean D(x) of the discriminator step")
        float realScore,

        @Schema(minimum = "0", description = "mean D(G(z)) of the discriminator step")
        float fakeScore,

        @Schema(minimum = "0", description = "real images trained on per second since the point before")
        double imagesPerSecond,

        @Schema(required = true, description = "when the iteration ended")
        Instant at) {
    public LossRecorded {
        Limits.check(
                LossRecorded.class,
                jobId,
                attempt,
                epoch,
                iteration,
                step,
                saveStep,
                discriminatorLoss,
                generatorLoss,
                realScore,
                fakeScore,
                imagesPerSecond,
                at);
    }
}
