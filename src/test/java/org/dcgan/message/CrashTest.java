package org.dcgan.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class CrashTest {
    @Test
    void crashesAtTheSameStepAreWithoutProgress() {
        List<Crash> crashes = List.of(crash(1, 0, 500), crash(2, 0, 500), crash(3, 0, 500));

        assertThat(Crash.withoutProgress(crashes)).isEqualTo(crashes);
    }

    @Test
    void aCrashBeyondEveryEarlierStepIsProgress() {
        List<Crash> crashes = List.of(crash(1, 0, 100), crash(2, 0, 200), crash(3, 0, 300));

        assertThat(Crash.withoutProgress(crashes)).extracting(Crash::attempt).containsExactly(3);
    }

    @Test
    void aCrashAfterANewCheckpointIsProgress() {
        List<Crash> crashes = List.of(crash(1, 0, 300), crash(2, 200, 280), crash(3, 250, 290));

        assertThat(Crash.withoutProgress(crashes)).extracting(Crash::attempt).containsExactly(3);
    }

    @Test
    void aCrashBeforeTheFurthestStepIsNoProgress() {
        List<Crash> crashes = List.of(crash(1, 0, 500), crash(2, 0, 480), crash(3, 0, 490));

        assertThat(Crash.withoutProgress(crashes)).hasSize(3);
    }

    @Test
    void theOrderInWhichTheyAreFoundDoesNotMatter() {
        List<Crash> crashes = List.of(crash(3, 0, 300), crash(1, 0, 100), crash(2, 0, 200));

        assertThat(Crash.withoutProgress(crashes)).extracting(Crash::attempt).containsExactly(3);
    }

    @Test
    void aClockThatWasSetBackDoesNotMatter() {
        Crash first = new Crash("a", 1, Instant.ofEpochSecond(9), 0, 0, true, "w", "its process died", null);
        Crash second = new Crash("a", 1, Instant.ofEpochSecond(5), 0, 11, true, "w", "its process died", null);

        assertThat(Crash.withoutProgress(List.of(first, second, crash(2, 0, 2))))
                .containsExactly(second, crash(2, 0, 2));
    }

    @Test
    void attemptsInBetweenThatLeftNoEvidenceDoNotCount() {
        List<Crash> crashes = List.of(crash(1, 0, 500), crash(7, 0, 500));

        assertThat(Crash.withoutProgress(crashes)).extracting(Crash::attempt).containsExactly(1, 7);
    }

    @Test
    void comparesTheStepsOfCrashesThatWereAlone() {
        Crash beside = new Crash("a", 1, Instant.ofEpochSecond(1), 0, 15, false, "w", "its process died", null);
        List<Crash> crashes = List.of(beside, crash(2, 0, 4), crash(3, 0, 9), crash(4, 0, 6));

        assertThat(Crash.withoutProgress(crashes)).extracting(Crash::attempt).containsExactly(3, 4);
    }

    @Test
    void oneThatDoesNotSayWhetherItWasAloneMayHaveHadAnotherCause() {
        String before = "{\"jobId\":\"a\",\"attempt\":1,\"begun\":\"2026-01-01T00:00:00Z\",\"firstStep\":0,\"step\":5,"
                + "\"reason\":\"its process died\"}";

        Crash crash = Json.read(before.getBytes(UTF_8), Crash.class);

        assertThat(crash.alone()).isFalse();
    }

    private static Crash crash(int attempt, long firstStep, long step) {
        return new Crash(
                "a", attempt, Instant.ofEpochSecond(attempt), firstStep, step, true, "w", "its process died", null);
    }
}
