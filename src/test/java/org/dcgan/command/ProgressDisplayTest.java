package org.dcgan.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import org.dcgan.message.JobState;
import org.dcgan.message.JobState.State;
import org.dcgan.message.LossRecorded;
import org.dcgan.message.TrainingJob;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("fast")
class ProgressDisplayTest {
    private static final TrainingJob JOB = new TrainingJob(
            "a", null, 2, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
            null);
    private static final LossRecorded LOSS =
            new LossRecorded("a", 1, 1, 25, 963, 39, 0.51234f, 1.5f, 0.7f, 0.3f, 128, Instant.EPOCH);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, UTF_8);

    @Test
    void elsewhereThanOnATerminalARecordedIterationIsALine() {
        ProgressDisplay progress = new ProgressDisplay(JOB, false, out);
        progress.show(state(State.RUNNING, 0));

        progress.show(LOSS);

        assertThat(bytes.toString(UTF_8).lines())
                .containsExactly(
                        "RUNNING, step 0 of 1876",
                        "epoch 2/2  iteration 26/938  loss D 0.5123  G 1.5000  128 images/s  0:07:36 left");
    }

    @Test
    void onATerminalItIsABarDrawnOverTheOneBefore() {
        ProgressDisplay progress = new ProgressDisplay(JOB, true, out);
        progress.show(state(State.RUNNING, 0));

        progress.show(LOSS);

        assertThat(bytes.toString(UTF_8)).contains("\r\u001b[K[###############...............] epoch 2/2");
    }

    @Test
    void aStateIsShownWhenItChanges() {
        ProgressDisplay progress = new ProgressDisplay(JOB, false, out);

        progress.show(state(State.QUEUED, 0));
        progress.show(state(State.RUNNING, 0));
        progress.show(state(State.RUNNING, 938));
        progress.show(state(State.SUCCEEDED, 1876));

        assertThat(bytes.toString(UTF_8).lines())
                .containsExactly("QUEUED, step 0 of 1876", "RUNNING, step 0 of 1876", "SUCCEEDED, step 1876 of 1876");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLossBeforeAnyStateIsNotShown(boolean interactive) {
        ProgressDisplay progress = new ProgressDisplay(JOB, interactive, out);

        progress.show(LOSS);

        assertThat(bytes.toString(UTF_8)).isEmpty();
    }

    @Test
    void aLossOfAStateWithoutStepsIsNotShown() {
        ProgressDisplay progress = new ProgressDisplay(JOB, true, out);
        progress.show(new JobState("a", State.QUEUED, 0, 0, 0, 0, 0, null, null, null, Instant.EPOCH));

        progress.show(LOSS);

        assertThat(bytes.toString(UTF_8)).doesNotContain("epoch", "images");
    }

    @Test
    void aLossBeyondTheLastStepIsNotShown() {
        ProgressDisplay progress = new ProgressDisplay(JOB, true, out);
        progress.show(state(State.RUNNING, 0));

        progress.show(new LossRecorded("a", 1, 2, 0, 1876, 76, 0.5f, 1.5f, 0.7f, 0.3f, 128, Instant.EPOCH));

        assertThat(bytes.toString(UTF_8)).doesNotContain("epoch", "images");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-9})
    void withoutASpeedThatTellsAnythingNoTimeIsShown(double imagesPerSecond) {
        ProgressDisplay progress = new ProgressDisplay(JOB, false, out);
        progress.show(state(State.RUNNING, 0));

        progress.show(new LossRecorded("a", 1, 1, 25, 963, 39, 0.5f, 1.5f, 0.7f, 0.3f, imagesPerSecond, Instant.EPOCH));

        assertThat(bytes.toString(UTF_8).lines()).contains("epoch 2/2  iteration 26/938  loss D 0.5000  G 1.5000");
    }

    private static JobState state(State state, long step) {
        return new JobState("a", state, 1, 0, 0, step, 1876, "w", null, null, Instant.EPOCH);
    }
}
