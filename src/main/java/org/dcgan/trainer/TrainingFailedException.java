package org.dcgan.trainer;

/** A run that cannot succeed, whoever tries it again. */
final class TrainingFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TrainingFailedException(String message) {
        super(message);
    }
}
