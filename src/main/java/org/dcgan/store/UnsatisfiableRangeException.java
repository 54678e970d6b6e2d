package org.dcgan.store;

/** An object has nothing of the range that was asked for. */
public final class UnsatisfiableRangeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnsatisfiableRangeException(String key, String range) {
        super("%s has nothing of %s".formatted(key, range));
    }
}
