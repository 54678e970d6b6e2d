package org.dcgan.topic;

/** A follower reads nothing more, because it was closed or has failed: it is of no use to ask it again. */
public final class FollowerEndedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    FollowerEndedException(String message, Throwable cause) {
        super(message, cause);
    }
}
