package org.dcgan.imports;

import java.io.IOException;

/** Thrown when a file cannot be part of a data set; the message gives the reason, not the file. */
final class UnreadableFileException extends IOException {
    private static final long serialVersionUID = 1;

    UnreadableFileException(String reason) {
        super(reason);
    }

    UnreadableFileException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
