package org.dcgan.process;

import java.io.IOException;

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

    /**
     * The refusal for a port that another process holds.
     *
     * @param server who asks for the port, such as "the HTTP server"
     * @param setting the configuration property that changes it
     */
    public static StartRefusedException portInUse(
            String host, int port, String server, String setting, IOException cause) {
        return new StartRefusedException(
                "Port %d on %s, which %s wants, is in use: free it, or set %s to another."
                        .formatted(port, host, server, setting),
                cause);
    }
}
