package org.dcgan.store;

import java.io.IOException;
import java.io.InputStream;

/**
 * An object, or a range of one, being read; it holds a connection until it is closed.
 *
 * @param stat describes the whole object, also where only a range is read
 * @param bytes the bytes asked for
 */
public record ObjectContent(ObjectStat stat, InputStream bytes) implements AutoCloseable {
    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
