package org.dcgan.store;

/** The object store could not do what it was asked, or could not say whether it did. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * @param operation what was asked, such as "read"
     * @param what the key, or the bucket
     * @param cause what the client or the server said
     */
    public StoreException(String operation, String what, Throwable cause) {
        super("Cannot %s %s: %s".formatted(operation, what, cause.getMessage()), cause);
    }
}
