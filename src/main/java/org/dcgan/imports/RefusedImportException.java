package org.dcgan.imports;

import java.io.IOException;

/** No data set can be made of the files that were given; the message says why. To try again with the same files does not help. */
public final class RefusedImportException extends IOException {
    private static final long serialVersionUID = 1;

    RefusedImportException(String message) {
        super(message);
    }

    RefusedImportException(String message, Throwable cause) {
        super(message, cause);
    }
}
