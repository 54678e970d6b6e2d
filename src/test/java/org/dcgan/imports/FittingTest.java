package org.dcgan.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FittingTest {
    private static final int SIDE = 28;

    @Test
    void keepsAPictureThatFits() {
        byte[] pixels = ramp(SIDE * SIDE);

        assertThat(Fitting.USUAL.fit(new GreyPixels(SIDE, SIDE, pixels))).isEqualTo(pixels);
    }

    @Test
    void averagesTheAreaOfEachPixel() {
        byte[] chessboard = new byte[56 * 56];
        for (int i = 0; i < chessboard.length; i++) {
            chessboard[i] = (byte) ((i % 56 + i / 56) % 2 == 0 ? 200 : 100);
        }

        assertThat(Fitting.USUAL.fit(new GreyPixels(56, 56, chessboard))).containsOnly(150);
    }

    @Test
    void countsAPixelByItsShareOfTheArea() {
        byte[] stripes = new byte[42 * 42];
        for (int i = 0; i < stripes.length; i++) {
            stripes[i] = (byte) (i % 42 % 3 == 0 ? 90 : i % 42 % 3 == 1 ? 30 : 0);
        }

        byte[] image = Fitting.USUAL.fit(new GreyPixels(42, 42, stripes));

        // 1.5 columns a pixel: (90 + 30 / 2) / 1.5 and (30 / 2 + 0) / 1.5
        assertThat(Arrays.copyOf(image, 4)).containsExactly(70, 10, 70, 10);
    }

    @Test
    void enlargesASmallPicture() {
        byte[] image = Fitting.USUAL.fit(new GreyPixels(2, 2, new byte[] {10, 20, 30, 40}));

        assertThat(image[0]).isEqualTo((byte) 10);
        assertThat(image[13]).isEqualTo((byte) 10);
        assertThat(image[14]).isEqualTo((byte) 20);
        assertThat(image[14 * SIDE]).isEqualTo((byte) 30);
        assertThat(image[SIDE * SIDE - 1]).isEqualTo((byte) 40);
    }

    @Test
    void cropsTheMiddle() {
        byte[] wide = new byte[3 * SIDE * SIDE];
        for (int i = 0; i < wide.length; i++) {
            int x = i % (3 * SIDE);
            wide[i] = (byte) (x < SIDE ? 1 : x < 2 * SIDE ? 2 : 3);
        }

        assertThat(Fitting.USUAL.fit(new GreyPixels(3 * SIDE, SIDE, wide))).containsOnly(2);
    }

    @Test
    void padsWithTheBackground() {
        byte[] tall = new byte[SIDE / 2 * SIDE];
        Arrays.fill(tall, (byte) 5);

        byte[] image = new Fitting(true, 77, false, false).fit(new GreyPixels(SIDE / 2, SIDE, tall));

        byte[] row = new byte[SIDE];
        Arrays.fill(row, (byte) 77);
        Arrays.fill(row, 7, 21, (byte) 5);
        assertThat(Arrays.copyOf(image, SIDE)).isEqualTo(row);
    }

    @Test
    void padsALineOfAMillionPixelsWithoutMakingItsSquare() {
        byte[] line = new byte[1_000_000];

        byte[] image = new Fitting(true, 255, false, false).fit(new GreyPixels(line.length, 1, line));

        assertThat(image).containsOnly(-1);
    }

    @Test
    void invertsAfterPadding() {
        byte[] image = new Fitting(true, 255, true, false).fit(new GreyPixels(1, 2, new byte[2]));

        assertThat(image[0]).isZero();
        assertThat(image[14]).isEqualTo((byte) 255);
    }

    @Test
    void transposes() {
        byte[] image =
                new Fitting(false, 255, false, true).fitOfArray(new GreyPixels(2, 2, new byte[] {10, 20, 30, 40}));

        assertThat(image[14]).isEqualTo((byte) 30);
        assertThat(image[14 * SIDE]).isEqualTo((byte) 20);
    }

    @Test
    void rejectsABackgroundOutside0To255() {
        assertThatThrownBy(() -> new Fitting(false, 256, false, false))
                .hasMessage("background must be from 0 (black) to 255 (white), was 256");
    }

    private static byte[] ramp(int length) {
        byte[] ramp = new byte[length];
        for (int i = 0; i < length; i++) {
            ramp[i] = (byte) i;
        }
        return ramp;
    }
}
