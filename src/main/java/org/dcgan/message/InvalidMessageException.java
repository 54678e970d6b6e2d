package org.dcgan.message;

import java.util.Collection;

/** Thrown for an invalid message: names the field, the value and what is allowed. */
public final class InvalidMessageException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;
    private static final int SHOWN = 100;

    private final String field;
    private final String value;
    private final String allowed;

    /**
     * A refusal.
     *
     * @param field the field's name, or {@code message} for the whole of it
     * @param value what was given; null if the field is absent
     * @param allowed what would be accepted, as in "must be …"
     */
    public InvalidMessageException(String field, Object value, String allowed) {
        this(
                value == null
                        ? field + " is missing: it must be " + allowed
                        : field + " must be " + allowed + ", was "
                                + (shown(value).isEmpty() ? "empty" : shown(value)),
                field,
                value,
                allowed);
    }

    private InvalidMessageException(String message, String field, Object value, String allowed) {
        super(message);
        this.field = field;
        this.value = value == null ? null : shown(value);
        this.allowed = allowed;
    }

    /**
     * The same refusal, for a message that is part of another one.
     *
     * @param path where the part is, such as {@code scores} or {@code [3]}
     */
    InvalidMessageException at(String path) {
        return path.isEmpty() ? this : new InvalidMessageException(path + "." + field, value, allowed);
    }

    /**
     * The refusal of a value that is too large to be repeated, such as an upload.
     *
     * @param reason what is wrong with it, as a sentence
     */
    public static InvalidMessageException because(String field, String reason, String allowed) {
        return new InvalidMessageException(field + ": " + reason, field, null, allowed);
    }

    /**
     * The refusal of an unknown name; suggests the one that was probably meant.
     *
     * @param kind what it names, such as {@code field}
     */
    public static InvalidMessageException unknown(String kind, String field, Collection<String> known) {
        String name = shown(field);
        String guess = Spelling.nearest(name, known)
                .map(near -> ": did you mean " + near + "?")
                .orElse("");
        String allowed = known.isEmpty() ? "no " + kind : String.join(", ", known);
        return new InvalidMessageException("there is no " + kind + " " + name + guess, name, null, allowed);
    }

    /** The refusal of several values where only one is allowed. */
    public static InvalidMessageException repeated(String field, Collection<String> values) {
        return new InvalidMessageException(field, String.join(" and ", values), "given once");
    }

    /** The field's name, or {@code message} for the whole of it. */
    public String field() {
        return field;
    }

    /** What was given, as one short printable line; null if nothing was. */
    public String value() {
        return value;
    }

    /** What would be accepted. */
    public String allowed() {
        return allowed;
    }

    /** A value from outside as one short printable line. */
    private static String shown(Object value) {
        String text = value == null ? "absent" : Printable.line(value.toString());
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
