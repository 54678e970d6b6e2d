package org.dcgan.console;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One range of an object's bytes, as a header {@code Range} asks for it (RFC 9110). */
final class ByteRange {
    private static final Pattern ONE_RANGE =
            Pattern.compile("bytes=(?:([0-9]{1,18})-([0-9]{0,18})|-[0-9]{1,18})", Pattern.CASE_INSENSITIVE);

    private ByteRange() {}

    /** The header for the object store; empty if the header is invalid or asks for several ranges: then the whole object is sent. */
    static Optional<String> parse(String header) {
        String range = header == null ? "" : header.replace(" ", "");
        Matcher matcher = ONE_RANGE.matcher(range);
        if (!matcher.matches() || endsBeforeItBegins(matcher.group(1), matcher.group(2))) {
            return Optional.empty();
        }
        return Optional.of("bytes=" + range.substring(range.indexOf('=') + 1));
    }

    private static boolean endsBeforeItBegins(String first, String last) {
        return first != null && !last.isEmpty() && Long.parseLong(last) < Long.parseLong(first);
    }
}
