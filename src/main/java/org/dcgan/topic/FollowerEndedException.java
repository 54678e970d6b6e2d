package org.dcgan.topic;

/** Thrown when a follower has stopped reading, because it was closed or has failed. A retry does not help. */
public final class FollowerEndedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    FollowerEndedException(String message, Throwable cause) {
        super(message, cause);
    }
}
