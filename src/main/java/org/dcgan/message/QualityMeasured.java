package org.dcgan.message;

import java.time.Instant;

/**
 * How good the images of a checkpoint are; topic {@code dcgan.qualities}, key jobId/epoch, and {@code quality.json} beside the
 * checkpoint's manifest.
 *
 * @param jobId the job
 * @param epoch the epoch that the checkpoint was made after, from 0
 * @param step iterations done
 * @param sha256 of the checkpoint's manifest, in hexadecimal
 * @param judge which classifier judged: the SHA-256 of its weights, in hexadecimal; scores of different judges do not compare
 * @param images how many images were generated to be judged
 * @param scores of the generator
 * @param averaged scores of the averaged generator; absent where the job keeps none
 * @param floor scores of as many training images by the same judge, the best that a generator can hope for; absent where they are
 *     not known
 * @param collapse what shows that the generator has collapsed, in words; absent where nothing does
 * @param at when it was judged; absent in the store, so that judging again gives the same bytes
 */
public record QualityMeasured(
        String jobId,
        int epoch,
        long step,
        String sha256,
        String judge,
        int images,
        Scores scores,
        Scores averaged,
        Scores floor,
        String collapse,
        Instant at) {
    public QualityMeasured {
        TrainingJob.requireName("jobId", jobId);
        Field.requireCount("epoch", epoch);
        Field.requireCount("step", step);
        Field.requirePresent("sha256", sha256, "the SHA-256 of a checkpoint's manifest");
        Field.requirePresent("judge", judge, "the SHA-256 of a judge's weights");
        Field.requireCount("images", images);
        Field.requirePresent("scores", scores, "the scores of a generator");
    }
}
