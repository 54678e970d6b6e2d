package org.dcgan.picture;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;

/** PNG files read and made without the code under test. */
final class PngBytes {
    static final int GREY = 0;
    static final int COLOUR = 2;
    static final int GREY_ALPHA = 4;
    static final int COLOUR_ALPHA = 6;
    private static final int PALETTE = 3;
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int HEADER = SIGNATURE.length + 25;
    private static final int CHECKSUM = 4;

    private PngBytes() {}

    static BufferedImage read(byte[] png) {
        try {
            return ImageIO.read(new ByteArrayInputStream(png));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The types of a file's chunks, in their order. */
    static List<String> chunks(byte[] png) {
        List<String> types = new ArrayList<>();
        ByteBuffer file = ByteBuffer.wrap(png).position(SIGNATURE.length);
        while (file.hasRemaining()) {
            int length = file.getInt();
            byte[] type = new byte[4];
            file.get(type);
            types.add(new String(type, US_ASCII));
            file.position(file.position() + length + CHECKSUM);
        }
        return types;
    }

    /** A file that announces a size, with one row of pixels. */
    static byte[] file(int width, int height, int bits, int colourType, int... row) {
        return file(width, height, bits, colourType, new byte[0], row);
    }

    /** The file with another chunk after its header. */
    static byte[] with(byte[] png, String type, byte[] content) {
        byte[] chunk = chunk(type, content);
        return ByteBuffer.allocate(png.length + chunk.length)
                .put(png, 0, HEADER)
                .put(chunk)
                .put(png, HEADER, png.length - HEADER)
                .array();
    }

    /** A file with a palette of red, green and blue values, and one row of places in it. */
    static byte[] palette(int width, int height, int bits, int[] colours, int... row) {
        return file(width, height, bits, PALETTE, chunk("PLTE", bytes(colours)), row);
    }

    private static byte[] file(int width, int height, int bits, int colourType, byte[] palette, int... row) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(SIGNATURE);
        byte[] header = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put((byte) bits)
                .put((byte) colourType)
                .array();
        file.writeBytes(chunk("IHDR", header));
        file.writeBytes(palette);
        file.writeBytes(chunk("IDAT", deflated(row)));
        file.writeBytes(chunk("IEND", new byte[0]));
        return file.toByteArray();
    }

    private static byte[] chunk(String type, byte[] content) {
        byte[] body = ByteBuffer.allocate(4 + content.length)
                .put(type.getBytes(US_ASCII))
                .put(content)
                .array();
        CRC32 crc = new CRC32();
        crc.update(body);
        return ByteBuffer.allocate(body.length + 8)
                .putInt(content.length)
                .put(body)
                .putInt((int) crc.getValue())
                .array();
    }

    private static byte[] deflated(int... row) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(bytes)) {
            deflater.write(0); // filter: none
            deflater.write(bytes(row));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] bytes(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length);
        for (int value : values) {
            bytes.put((byte) value);
        }
        return bytes.array();
    }
}
