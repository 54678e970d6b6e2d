package org.dcgan.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("fast")
class LossPlotTest {
    private static final int LINE = 0xff1f77b4;

    private final Locale locale = Locale.getDefault();

    @AfterEach
    void restoreLocale() {
        Locale.setDefault(locale);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 380, 20_000})
    void bothLossesAreDrawn(int points) {
        BufferedImage plot = PngBytes.read(LossPlot.png(wave(points), wave(points)));

        assertThat(plot.getWidth()).isEqualTo(900);
        assertThat(plot.getHeight()).isEqualTo(700);
        assertThat(linePixels(plot, 0, 350)).isPositive();
        assertThat(linePixels(plot, 350, 700)).isPositive();
    }

    @Test
    void viewersShowItsColoursAsTheyAreStored() {
        assertThat(PngBytes.chunks(LossPlot.png(wave(2), wave(2)))).containsExactly("IHDR", "IDAT", "IEND");
    }

    @Test
    void nothingRecordedYetGivesEmptyAxes() {
        BufferedImage plot = PngBytes.read(LossPlot.png(new float[0], new float[0]));

        assertThat(plot.getWidth()).isEqualTo(900);
        assertThat(linePixels(plot, 0, 700)).isZero();
    }

    @Test
    void aSinglePeakAmongMillionsOfPointsIsDrawn() {
        float[] losses = new float[2_000_000];
        losses[1_234_567] = 10;

        BufferedImage plot = PngBytes.read(LossPlot.png(losses, losses));

        assertThat(linePixels(plot, 40, 250)).as("far above the line").isPositive();
    }

    @Test
    void lossesThatAreNoNumbersLeaveAGap() {
        float[] broken = new float[100];
        Arrays.fill(broken, 0, 50, Float.NaN);
        Arrays.fill(broken, 50, 100, Float.POSITIVE_INFINITY);

        BufferedImage plot = PngBytes.read(LossPlot.png(broken, wave(100)));

        assertThat(linePixels(plot, 0, 350)).isZero();
        assertThat(linePixels(plot, 350, 700)).isPositive();
    }

    @Test
    void theSameLossesGiveTheSameBytes() {
        assertThat(LossPlot.png(wave(380), wave(100))).isEqualTo(LossPlot.png(wave(380), wave(100)));
    }

    @Test
    void theLanguageOfTheMachineDoesNotMatter() {
        Locale.setDefault(Locale.ENGLISH);
        byte[] english = LossPlot.png(wave(2_000), wave(2_000));
        Locale.setDefault(Locale.GERMAN);

        assertThat(LossPlot.png(wave(2_000), wave(2_000))).isEqualTo(english);
    }

    private static float[] wave(int points) {
        float[] losses = new float[points];
        for (int i = 0; i < points; i++) {
            losses[i] = (float) (1 + Math.sin(i / 10.0));
        }
        return losses;
    }

    private static long linePixels(BufferedImage plot, int top, int bottom) {
        return IntStream.range(top * plot.getWidth(), bottom * plot.getWidth())
                .filter(i -> plot.getRGB(i % plot.getWidth(), i / plot.getWidth()) == LINE)
                .count();
    }
}
