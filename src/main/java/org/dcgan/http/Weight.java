package org.dcgan.http;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The weight of an element of a header: its parameter {@code q}. */
final class Weight {
    private static final Pattern PARAMETER =
            Pattern.compile("q\\s*=\\s*\"?(\\d{1,9}(?:\\.\\d{0,9})?|\\.\\d{1,9})\\d*\"?", Pattern.CASE_INSENSITIVE);

    private Weight() {}

    /** From 0 to 1; 1 if it is absent or unreadable. */
    static double of(List<String> parts) {
        return parts.stream()
                .skip(1)
                .map(PARAMETER::matcher)
                .filter(Matcher::matches)
                .findFirst()
                .map(weight -> Math.min(1, Double.parseDouble(weight.group(1))))
                .orElse(1.0);
    }
}
