package org.dcgan.topic;

/** A follower reads nothing more, because it was closed or has failed. Asking it again does not help. */
public final class FollowerEndedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    FollowerEndedException(String message, Throwable cause) {
        super(message, cause);
    }
}
