package org.dcgan.store;

/** Thrown when a request to the object store failed, or its result is unknown. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * @param operation the operation, such as "read"
     * @param what the key, or the bucket
     * @param cause the exception of the client
     */
    public StoreException(String operation, String what, Throwable cause) {
        super("Cannot %s %s: %s".formatted(operation, what, cause.getMessage()), cause);
    }
}
