package org.dcgan.message;

/** Checks of a record's fields, each of which throws an {@link InvalidMessageException} that names the field. */
public final class Field {
    private Field() {}

    /** Requires the name of a job. */
    public static void requireName(String field, String value) {
        TrainingJob.requireName(field, value);
    }

    /** Requires a value; {@code allowed} completes "must be …". */
    public static void requirePresent(String field, Object value, String allowed) {
        if (value == null) {
            throw new InvalidMessageException(field, null, allowed);
        }
    }

    /** Requires a whole number from 0. */
    public static void requireCount(String field, long value) {
        if (value < 0) {
            throw new InvalidMessageException(field, value, "a whole number from 0");
        }
    }

    /** Requires a finite number from 0. */
    public static void requireAmount(String field, double value) {
        if (!(Double.isFinite(value) && value >= 0)) {
            throw new InvalidMessageException(field, value, "a finite number from 0");
        }
    }
}
