package org.dcgan.picture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

@Tag("fast")
class TimeLapseTest {
    private static final Duration DELAY = Duration.ofMillis(120);

    @Test
    void everyFrameKeepsItsGreys() throws IOException {
        byte[] gif = timeLapse(0, 85, 170);

        assertThat(pixelsAt(3, 1, gif)).containsExactly(7, 92, 177);
    }

    @Test
    void theLastFrameIsShownTwoSecondsLonger() throws IOException {
        byte[] gif = timeLapse(0, 85, 170);

        assertThat(centisecondsOfFrames(gif)).containsExactly(12, 12, 212);
    }

    @Test
    void itPlaysForEver() throws IOException {
        byte[] gif = timeLapse(0, 85, 170);

        assertThat(new String(gif, ISO_8859_1)).containsOnlyOnce("NETSCAPE2.0\3\1\0\0\0");
    }

    @Test
    void aSingleFrameIsAlsoTheLast() throws IOException {
        byte[] gif = timeLapse(85);

        assertThat(centisecondsOfFrames(gif)).containsExactly(212);
    }

    @Test
    void framesLeaveMemoryAsTheyAreAdded() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TimeLapse timeLapse = new TimeLapse(out, DELAY)) {
            timeLapse.add(ramp(0));
            timeLapse.add(ramp(85));

            assertThat(out.size()).isPositive();
        }
    }

    @Test
    void thePaletteIsWrittenOnce() throws IOException {
        int oneFrame = timeLapse(0).length;

        assertThat(timeLapse(0, 0).length - oneFrame).isLessThan(3 * 256);
    }

    @Test
    void theSameFramesGiveTheSameBytes() throws IOException {
        assertThat(timeLapse(0, 85)).isEqualTo(timeLapse(0, 85));
    }

    @Test
    void withoutAFrameNothingIsWritten() throws IOException {
        assertThat(timeLapse()).isEmpty();
    }

    @Test
    void closingTwiceEndsItOnce() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TimeLapse timeLapse = new TimeLapse(out, DELAY);
        timeLapse.add(ramp(0));
        timeLapse.close();

        timeLapse.close();

        assertThat(out.toByteArray()).isEqualTo(timeLapse(0));
    }

    @Test
    void aSmallerFrameIsFilledUpWithBlack() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TimeLapse timeLapse = new TimeLapse(out, DELAY)) {
            timeLapse.add(ramp(100));
            timeLapse.add(new GreyImage(1, 1, new byte[] {77}));
        }

        assertThat(pixelsAt(0, 0, out.toByteArray())).containsExactly(100, 77);
        assertThat(pixelsAt(3, 1, out.toByteArray()).get(1)).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {-100, 0, 9, 60_001})
    void aDelayThatGifCannotHoldIsRefused(long milliseconds) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TimeLapse(new ByteArrayOutputStream(), Duration.ofMillis(milliseconds)))
                .withMessageStartingWith("delay must be from 10 ms to a minute, was PT");
    }

    private static byte[] timeLapse(int... frames) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TimeLapse timeLapse = new TimeLapse(out, DELAY)) {
            for (int first : frames) {
                timeLapse.add(GreyImage.fromPng(ramp(first).png()));
            }
        }
        return out.toByteArray();
    }

    /** 4×2 pixels of ascending greys. */
    private static GreyImage ramp(int first) {
        byte[] greys = new byte[8];
        for (int i = 0; i < greys.length; i++) {
            greys[i] = (byte) (first + i);
        }
        return new GreyImage(4, 2, greys);
    }

    private static List<Integer> pixelsAt(int x, int y, byte[] gif) throws IOException {
        ImageReader reader = reader(gif);
        List<Integer> greys = new ArrayList<>();
        for (int frame = 0; frame < reader.getNumImages(true); frame++) {
            BufferedImage image = reader.read(frame);
            greys.add(image.getRGB(x, y) & 0xff);
        }
        return greys;
    }

    private static List<Integer> centisecondsOfFrames(byte[] gif) throws IOException {
        ImageReader reader = reader(gif);
        List<Integer> times = new ArrayList<>();
        for (int frame = 0; frame < reader.getNumImages(true); frame++) {
            Node tree = reader.getImageMetadata(frame).getAsTree(GifTree.FORMAT);
            Element control = (Element) ((Element) tree)
                    .getElementsByTagName("GraphicControlExtension")
                    .item(0);
            times.add(Integer.valueOf(control.getAttribute("delayTime")));
        }
        return times;
    }

    private static ImageReader reader(byte[] gif) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(gif)));
        return reader;
    }
}
