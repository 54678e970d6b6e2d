package org.dcgan.dataset;

import java.io.IOException;

/** Thrown when a data set file is invalid. A retry does not help. */
public final class MalformedDatasetException extends IOException {
    private static final long serialVersionUID = 1;

    MalformedDatasetException(String file, Object found, Object allowed) {
        this(file, found, allowed, null);
    }

    MalformedDatasetException(String file, Object found, Object allowed, IOException cause) {
        super("%s: found %s, allowed is %s".formatted(file, found, allowed), cause);
    }
}
