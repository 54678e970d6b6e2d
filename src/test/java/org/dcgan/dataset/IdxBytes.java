package org.dcgan.dataset;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPOutputStream;

/** IDX files made by hand, good and bad. */
final class IdxBytes {
    private IdxBytes() {}

    /** A file of the given header numbers, followed by {@code values} ascending bytes. */
    static IdxFile file(int values, int... header) {
        return new IdxFile("digits.gz", new ByteArrayInputStream(gzip(content(values, header))));
    }

    static byte[] content(int values, int... header) {
        ByteBuffer content = ByteBuffer.allocate(header.length * Integer.BYTES + values);
        for (int number : header) {
            content.putInt(number);
        }
        for (int i = 0; i < values; i++) {
            content.put((byte) i);
        }
        return content.array();
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
