package org.dcgan.sampler;

import java.util.Comparator;
import java.util.Optional;
import org.dcgan.message.QualityMeasured;
import org.dcgan.message.Scores;

/**
 * A checkpoint, and its quality if it has been judged.
 *
 * @param jobId the job
 * @param epoch from 0
 * @param judge id of the judge; scores of different judges cannot be compared
 * @param scores of its generator
 * @param averaged scores of its averaged generator
 * @param collapse description of the generator's collapse; absent if it has not collapsed
 */
public record JudgedCheckpoint(String jobId, int epoch, String judge, Scores scores, Scores averaged, String collapse) {
    static final Comparator<JudgedCheckpoint> BEST_FIRST = Comparator.comparing(
            JudgedCheckpoint::scores, Comparator.nullsLast(Comparator.comparingDouble(Scores::frechetDistance)));

    static JudgedCheckpoint of(String jobId, int epoch, Optional<QualityMeasured> quality) {
        return new JudgedCheckpoint(
                jobId,
                epoch,
                quality.map(QualityMeasured::judge).orElse(null),
                quality.map(QualityMeasured::scores).orElse(null),
                quality.map(QualityMeasured::averaged).orElse(null),
                quality.map(QualityMeasured::collapse).orElse(null));
    }
}
