package org.dcgan.console;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of an object, as a header {@code Range} asks for it (RFC 9110).
 *
 * @param first the first byte, from 0
 * @param length at least 1; 0 where nothing of the object is asked for
 */
record ByteRange(long first, long length) {
    private static final Pattern ONE_RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})", Pattern.CASE_INSENSITIVE);

    /** The range of an object of this size; empty where the header is none, or asks for several: then all of it is meant. */
    static Optional<ByteRange> parse(String header, long size) {
        Matcher matcher = ONE_RANGE.matcher(header == null ? "" : header.replace(" ", ""));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String from = matcher.group(1);
        String to = matcher.group(2);
        if (from.isEmpty() && to.isEmpty()) {
            return Optional.empty();
        }
        if (from.isEmpty()) {
            long length = Math.min(size, Long.parseLong(to));
            return Optional.of(new ByteRange(size - length, length));
        }
        long first = Long.parseLong(from);
        long last = to.isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(to));
        if (!to.isEmpty() && Long.parseLong(to) < first) {
            return Optional.empty();
        }
        return Optional.of(new ByteRange(first, Math.max(0, last - first + 1)));
    }

    /** As a header {@code Content-Range} has it. */
    String of(long size) {
        return length == 0 ? "bytes */" + size : "bytes " + first + "-" + (first + length - 1) + "/" + size;
    }
}
