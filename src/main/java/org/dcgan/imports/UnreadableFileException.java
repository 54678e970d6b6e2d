package org.dcgan.imports;

import java.io.IOException;

/** A file cannot be part of a data set; the message says why, and not which file. */
final class UnreadableFileException extends IOException {
    private static final long serialVersionUID = 1;

    UnreadableFileException(String reason) {
        super(reason);
    }

    UnreadableFileException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
