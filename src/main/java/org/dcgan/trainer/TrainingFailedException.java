package org.dcgan.trainer;

/** Thrown when a run cannot succeed, even if another worker retries it. */
final class TrainingFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TrainingFailedException(String message) {
        super(message);
    }
}
