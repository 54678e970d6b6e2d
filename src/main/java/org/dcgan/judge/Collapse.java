package org.dcgan.judge;

import java.util.Collections;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.dcgan.message.QualityMeasured;
import org.dcgan.message.Scores;

/**
 * Detects that a generator has collapsed: it makes one class more often than all others together, or covers much less of the data set
 * than before.
 */
final class Collapse {
    private static final double MOST_OF_A_CLASS = 0.5;
    private static final double LEAST_OF_THE_BEST_COVERAGE = 0.5;

    private Collapse() {}

    /**
     * A description of the collapse; empty if there is none.
     *
     * @param earlier the {@link #best} of the same job's generators after earlier epochs
     */
    static Optional<String> of(Scores scores, Optional<QualityMeasured> earlier) {
        return ofAClass(scores).or(() -> earlier.filter(
                        best -> scores.coverage() < LEAST_OF_THE_BEST_COVERAGE * coverage(best))
                .map(best -> words("coverage fell to %.3f, from %.3f at its best", scores.coverage(), coverage(best))));
    }

    /** The quality with which later ones are compared. */
    static Optional<QualityMeasured> best(Stream<QualityMeasured> qualities) {
        return qualities.max(Comparator.comparingDouble(Collapse::coverage));
    }

    private static Optional<String> ofAClass(Scores scores) {
        if (scores.classShares() == null) {
            return Optional.empty();
        }
        double largest = Collections.max(scores.classShares());
        return largest > MOST_OF_A_CLASS
                ? Optional.of(words(
                        "%.0f %% of the images are of class %d",
                        100 * largest, scores.classShares().indexOf(largest)))
                : Optional.empty();
    }

    private static double coverage(QualityMeasured quality) {
        return quality.scores().coverage();
    }

    private static String words(String format, Object... numbers) {
        return String.format(Locale.ROOT, format, numbers);
    }
}
