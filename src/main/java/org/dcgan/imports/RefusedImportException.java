package org.dcgan.imports;

import java.io.IOException;

/** Thrown when files cannot be imported as a data set; the message says why. A retry with the same files does not help. */
public final class RefusedImportException extends IOException {
    private static final long serialVersionUID = 1;

    RefusedImportException(String message) {
        super(message);
    }

    RefusedImportException(String message, Throwable cause) {
        super(message, cause);
    }
}
