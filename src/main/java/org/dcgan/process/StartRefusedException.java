package org.dcgan.process;

/** Thrown when the process cannot start for a reason that its user can fix; only the message is printed, as one line. */
public final class StartRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param line what is wrong, with which value, and which setting changes it */
    public StartRefusedException(String line) {
        super(line);
    }

    /** Creates it with a cause. */
    public StartRefusedException(String line, Throwable cause) {
        super(line, cause);
    }
}
