package org.dcgan.imports;

import java.io.IOException;

/** Is told how far an import has come. */
public interface Progress {
    /**
     * A file, or an image of an array, has been read.
     *
     * @param done so many
     * @param total of so many, as far as is known
     * @throws IOException to end the import
     */
    void show(long done, long total) throws IOException;
}
