package org.dcgan.dataset;

import java.io.IOException;

/** A part of a data set: two IDX files, named as MNIST's are. */
public enum Split {
    /** To learn from. */
    TRAINING("train"),
    /** Held back, to test with. */
    TEST("t10k");

    private final String prefix;

    Split(String prefix) {
        this.prefix = prefix;
    }

    /** Where the files of a data set lie. */
    public interface Files {
        /** Opens a file by its name, without the folders. */
        IdxFile open(String name) throws IOException;
    }

    /**
     * Loads the images of this part.
     *
     * @throws MalformedDatasetException if a file breaks the format or a limit, or the counts differ
     */
    public Images read(Files files) throws IOException {
        return Images.read(files.open(prefix + "-images-idx3-ubyte.gz"), files.open(prefix + "-labels-idx1-ubyte.gz"));
    }
}
