package org.dcgan.dataset;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** Unpacks gzip members, one after the other. Zeros after the last one are ignored as padding, as gzip does. */
final class GzipMembers extends InputStream {
    private final BufferedInputStream packed;
    private InputStream member;

    /** @param packed at the beginning of the first member */
    GzipMembers(BufferedInputStream packed) throws IOException {
        this.packed = packed;
        this.member = new GzipCompressorInputStream(packed);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = member.read(bytes, offset, length);
        while (count < 0 && hasNext()) {
            member = new GzipCompressorInputStream(packed);
            count = member.read(bytes, offset, length);
        }
        return count;
    }

    private boolean hasNext() throws IOException {
        packed.mark(1);
        int first = packed.read();
        if (first != 0) {
            packed.reset();
            return first >= 0;
        }
        while (first == 0) {
            first = packed.read();
        }
        if (first > 0) {
            throw new IOException("data follows the zeros after the last gzip member");
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        packed.close();
    }
}
