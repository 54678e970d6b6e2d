package org.dcgan.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * An open object, or a range of one; keeps a connection until it is closed.
 *
 * @param stat describes the whole object, even if only a range is read
 * @param range as in the header {@code Content-Range}; empty if it is the whole object
 * @param length of what is read, in bytes
 * @param bytes the requested bytes
 */
public record ObjectContent(ObjectStat stat, Optional<String> range, long length, InputStream bytes)
        implements AutoCloseable {
    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
