package org.dcgan.checkpoint;

/** A checkpoint that cannot be used: an object of it is missing, or has other bytes than its manifest says. */
public final class DamagedCheckpointException extends RuntimeException {
    private static final long serialVersionUID = 1;

    DamagedCheckpointException(String message) {
        super(message);
    }
}
