package org.dcgan.process;

/** The process cannot start for a reason that its user can mend; the message is the one line printed. */
public final class StartRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param line what is wrong, with which value, and which setting changes it */
    public StartRefusedException(String line) {
        super(line);
    }

    /** A refusal that an error led to. */
    public StartRefusedException(String line, Throwable cause) {
        super(line, cause);
    }
}
