package org.dcgan.imports;

import java.io.IOException;

/** Receives the progress of an import. */
public interface ImportListener {
    /**
     * A file, or an image of an array, has been read.
     *
     * @param done number of files or images read
     * @param total of so many, as far as known
     * @throws IOException to end the import
     */
    void show(long done, long total) throws IOException;
}
