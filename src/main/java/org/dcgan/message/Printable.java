package org.dcgan.message;

import java.util.regex.Pattern;

/** Foreign text as one line that shows what it holds: it goes to logs, headers, terminals and pages. */
public final class Printable {
    /** Controls, line separators, half surrogates, and format characters, which hide or turn round what is beside them. */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

    private Printable() {}

    /** The text with a question mark for each character that is not to be printed. */
    public static String line(String text) {
        return UNPRINTABLE.matcher(text).replaceAll("?");
    }
}
