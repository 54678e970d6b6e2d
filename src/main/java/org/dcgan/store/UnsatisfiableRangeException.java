package org.dcgan.store;

/** Thrown when an object has no bytes in the requested range. */
public final class UnsatisfiableRangeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnsatisfiableRangeException(String key, String range) {
        super("%s has no bytes in the range %s".formatted(key, range));
    }
}
