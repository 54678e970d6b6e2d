package org.dcgan.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import java.util.TreeMap;
import org.dcgan.message.LossRecorded;
import org.junit.jupiter.api.Test;

class RecordedLossesTest {
    private final RecordedLosses losses = new RecordedLosses();

    @Test
    void keepsWhatTheTopicTells() {
        losses.add(loss(1, 25), 7);

        assertThat(losses.bySteps()).containsExactly(new Loss(3, 4, 25, 6, 0.5f, 1.5f, 0.7f, 0.3f, 640.5));
        assertThat(losses.after(6, 10)).extracting(RecordedLoss::offset).containsExactly(7L);
        assertThat(losses.after(7, 10)).isEmpty();
    }

    @Test
    void aMessageThatIsReadAgainIsOneLoss() {
        losses.add(loss(1, 0), 0);
        losses.add(loss(1, 1), 1);

        losses.add(loss(1, 0), 0);

        assertThat(losses.after(-1, 10)).extracting(RecordedLoss::offset).containsExactly(0L, 1L);
    }

    @Test
    void attemptsThatOverlapInAnyOrderLeaveTheLaterOnesLosses() {
        Random random = new Random(1);
        TreeMap<Long, Long> attempts = new TreeMap<>();
        TreeMap<Long, Long> offsets = new TreeMap<>();
        for (long offset = 0; offset < 20_000; offset++) {
            long step = random.nextInt(5_000);
            int attempt = random.nextInt(10);
            losses.add(loss(attempt, step), offset);
            if (attempts.getOrDefault(step, 0L) <= attempt) {
                attempts.put(step, (long) attempt);
                offsets.put(step, offset);
            }
        }

        assertThat(losses.bySteps()).extracting(Loss::step).containsExactlyElementsOf(offsets.keySet());
        assertThat(losses.after(9_999, 20_000))
                .extracting(RecordedLoss::offset)
                .containsExactlyElementsOf(offsets.values().stream()
                        .filter(offset -> offset > 9_999)
                        .sorted()
                        .toList());
    }

    private static LossRecorded loss(int attempt, long step) {
        return new LossRecorded("a", attempt, 3, 4, step, 6, 0.5f, 1.5f, 0.7f, 0.3f, 640.5, Instant.EPOCH);
    }
}
