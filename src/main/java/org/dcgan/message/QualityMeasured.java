package org.dcgan.message;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The judged quality of a checkpoint; topic {@code dcgan.qualities}, key jobId/epoch, and {@code quality.json} beside the
 * checkpoint's manifest. The annotations say what a field means and allows.
 */
public record QualityMeasured(
        @Schema(required = true, pattern = Limits.NAME, description = "the job")
        String jobId,

        @Schema(minimum = "0", description = "the epoch that the checkpoint was made after, from 0")
        int epoch,

        @Schema(minimum = "0", description = "iterations done")
        long step,

        @Schema(required = true, description = "the SHA-256 of the manifest of the checkpoint in hexadecimal")
        String sha256,

        @Schema(
                required = true,
                description =
                        "the SHA-256 of the weights of the judge in hexadecimal; scores of different judges do not compare")
        String judge,

        @Schema(minimum = "0", description = "how many images were generated to be judged")
        int images,

        @Schema(required = true, description = "scores of the generator")
        Scores scores,

        @Schema(description = "scores of the averaged generator; absent where the job keeps none")
        Scores averaged,

        @Schema(
                description =
                        "scores of as many training images by the same judge, the best that a generator can hope for; absent where they are not known")
        Scores floor,

        @Schema(description = "what shows that the generator has collapsed, in words; absent where nothing does")
        String collapse,

        @Schema(description = "when it was judged; absent in the store, so that judging again gives the same bytes")
        Instant at) {
    public QualityMeasured {
        Limits.check(
                QualityMeasured.class,
                jobId,
                epoch,
                step,
                sha256,
                judge,
                images,
                scores,
                averaged,
                floor,
                collapse,
                at);
    }
}
