package org.dcgan.picture;

import java.awt.image.BufferedImage;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Writes an animated GIF of grey frames that plays for ever and rests on its last frame. It holds one frame at a time, so it
 * may be as long as a training.
 */
public final class TimeLapse implements Closeable {
    /** How much longer the last frame is shown than the others. */
    public static final Duration REST = Duration.ofSeconds(2);

    private static final Duration SHORTEST_DELAY = Duration.ofMillis(10);
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(1);

    static {
        Headless.ensure();
    }

    private final ImageWriter writer =
            ImageIO.getImageWritersByFormatName("gif").next();
    private final ImageWriteParam parameters = writer.getDefaultWriteParam();
    private final ImageOutputStream stream;
    private final Duration delay;
    private GreyImage held; // until it is known whether it is the last
    private boolean looping;

    /**
     * Begins a time lapse.
     *
     * @param out receives the GIF as it grows; the caller closes it
     * @param delay how long a frame is shown, 10 ms to a minute, in steps of 10 ms; browsers take less than 20 ms for 100 ms
     */
    public TimeLapse(OutputStream out, Duration delay) {
        if (delay.compareTo(SHORTEST_DELAY) < 0 || delay.compareTo(LONGEST_DELAY) > 0) {
            throw new IllegalArgumentException("delay must be from 10 ms to a minute, was " + delay);
        }
        this.stream = new MemoryCacheImageOutputStream(out);
        this.delay = delay;
        parameters.setProgressiveMode(ImageWriteParam.MODE_DISABLED);
        writer.setOutput(stream);
    }

    /** Adds a frame. All are as large as the first: the grid of a short batch is filled up with black. */
    public void add(GreyImage frame) throws IOException {
        if (held == null) {
            writer.prepareWriteSequence(null);
        } else {
            write(delay);
        }
        held = held == null ? frame : frame.onBlack(held.width(), held.height());
    }

    /** Ends the GIF. Without a frame nothing is written. */
    @Override
    public void close() throws IOException {
        if (held != null) {
            write(delay.plus(REST));
            held = null;
            writer.endWriteSequence();
            writer.dispose();
            stream.close();
        }
    }

    private void write(Duration shown) throws IOException {
        BufferedImage image = held.toBufferedImage();
        IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(image), parameters);
        metadata.mergeTree(GifTree.FORMAT, looping ? GifTree.frame(shown) : GifTree.firstFrame(shown));
        looping = true;
        writer.writeToSequence(new IIOImage(image, null, metadata), parameters);
        stream.flush();
    }
}
