package org.dcgan.message;

import java.util.regex.Pattern;

/** Makes foreign text printable as one line, for logs, headers, terminals and pages. */
public final class Printable {
    /**
     * Control characters, line separators, unpaired surrogates, and format characters, which can hide or reverse the text beside
     * them.
     */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

    private Printable() {}

    /** The text with a question mark for each character that is not to be printed. */
    public static String line(String text) {
        return UNPRINTABLE.matcher(text).replaceAll("?");
    }
}
