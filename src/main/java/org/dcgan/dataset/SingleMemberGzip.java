package org.dcgan.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Unpacks gzip, and refuses a file of several members. The JDK's reader goes from one member to the next by recursion, so
 * a hundred thousand empty ones, two megabytes in all, would overflow the stack.
 */
final class SingleMemberGzip extends GZIPInputStream {
    private boolean reading;

    SingleMemberGzip(InputStream in) throws IOException {
        super(in);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (reading) {
            throw new ZipException("a second member follows");
        }
        reading = true;
        try {
            return super.read(bytes, offset, length);
        } finally {
            reading = false;
        }
    }
}
