package org.dcgan.console;

import org.dcgan.message.InvalidMessageException;

/** Reads query parameters that are true or false. */
final class BooleanParameter {
    private BooleanParameter() {}

    /**
     * Whether a parameter is true; false if it is absent.
     *
     * @throws InvalidMessageException if it is something else
     */
    static boolean isTrue(String name, String text) {
        if (text != null && !text.equals("true") && !text.equals("false")) {
            throw new InvalidMessageException(name, text, "true or false");
        }
        return "true".equals(text);
    }
}
