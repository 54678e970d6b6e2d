package org.dcgan.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.dcgan.message.QualityMeasured;
import org.dcgan.message.Scores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class CollapseTest {
    private static final List<Double> EVEN = List.of(0.25, 0.25, 0.25, 0.25);

    @Test
    void moreThanHalfOfTheImagesOfAClassAreACollapse() {
        assertThat(Collapse.of(scores(0.9, List.of(0.1, 0.62, 0.18, 0.1)), Optional.empty()))
                .hasValue("62 % of the images are of class 1");
    }

    @Test
    void halfOfTheImagesInOneClassIsNoCollapse() {
        assertThat(Collapse.of(scores(0.9, List.of(0.5, 0.5)), Optional.empty()))
                .isEmpty();
    }

    @Test
    void lessThanHalfOfTheBestCoverageBeforeIsACollapse() {
        assertThat(Collapse.of(
                        scores(0.39, EVEN), Collapse.best(Stream.of(after(0, 0.3), after(1, 0.8), after(2, 0.5)))))
                .hasValue("coverage fell to 0.390, from 0.800 at its best");
    }

    @Test
    void halfOfTheBestCoverageIsNoCollapse() {
        assertThat(Collapse.of(scores(0.4, EVEN), Optional.of(after(0, 0.8)))).isEmpty();
    }

    @Test
    void theFirstEpochHasNoCoverageToFallFrom() {
        assertThat(Collapse.of(scores(0, EVEN), Optional.empty())).isEmpty();
    }

    private static QualityMeasured after(int epoch, double coverage) {
        return new QualityMeasured(
                "job", epoch, 0, "", "", Judge.IMAGES, scores(coverage, EVEN), null, null, null, null);
    }

    private static Scores scores(double coverage, List<Double> classShares) {
        return new Scores(1, 0, 4, 1, coverage, 1, classShares);
    }
}
