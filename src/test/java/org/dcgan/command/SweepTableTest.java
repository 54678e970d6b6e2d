package org.dcgan.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.dcgan.message.JobState;
import org.dcgan.message.JobState.State;
import org.dcgan.message.QualityMeasured;
import org.dcgan.message.Scores;
import org.dcgan.message.TrainingJob;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class SweepTableTest {
    private static final List<TrainingJob> JOBS = TrainArguments.parse(
                    "train", "--id=s", "--learning-rate=0.1,0.2,0.3", "--seed=4")
            .jobs();

    @Test
    void theBestComesFirstWithTheFieldsInWhichTheRunsDiffer() {
        List<String> lines = SweepTable.of(
                JOBS,
                Map.of(
                        "s-1",
                        end("s-1", State.SUCCEEDED),
                        "s-2",
                        end("s-2", State.SUCCEEDED),
                        "s-3",
                        end("s-3", State.FAILED)),
                Map.of("s-1", quality("s-1", 0, 120.26), "s-2", quality("s-2", 4, 9.5)));

        assertThat(lines)
                .containsExactly(
                        "run  learningRate  state      Fréchet distance  after epoch",
                        "s-2  0.2           SUCCEEDED  9.5               5",
                        "s-1  0.1           SUCCEEDED  120.3             1",
                        "s-3  0.3           FAILED     –                 –",
                        "The best is s-2/4.");
    }

    @Test
    void withoutScoresTheRunsStayInOrderAndNoneIsTheBest() {
        List<String> lines = SweepTable.of(JOBS, Map.of("s-1", end("s-1", State.CANCELLED)), Map.of());

        assertThat(lines)
                .containsExactly(
                        "run  learningRate  state      Fréchet distance  after epoch",
                        "s-1  0.1           CANCELLED  –                 –",
                        "s-2  0.2           refused    –                 –",
                        "s-3  0.3           refused    –                 –");
    }

    private static JobState end(String id, State state) {
        return new JobState(id, state, 1, 0, 0, 0, 0, null, null, null, null);
    }

    private static QualityMeasured quality(String id, int epoch, double distance) {
        Scores scores = new Scores(distance, 0, 1, 0, 0, 0, Collections.nCopies(10, 0.1));
        return new QualityMeasured(id, epoch, 5, "00ff", "judge", 10, scores, null, null, null, null);
    }
}
