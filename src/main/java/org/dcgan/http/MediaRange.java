package org.dcgan.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An element of a header {@code Accept}. Parameters other than the weight are dropped, because the served types have none.
 *
 * @param type in lower case, or {@code *}
 * @param subtype in lower case, or {@code *}
 * @param weight from 0, not acceptable, to 1
 */
record MediaRange(String type, String subtype, double weight) {
    private static final String TOKEN = "[\\w!#$%&'+.^`|~-]+";
    private static final Pattern RANGE = Pattern.compile("(" + TOKEN + ")/(\\*|" + TOKEN + ")");
    private static final Pattern ANY = Pattern.compile("\\*(/\\*?)?");

    /** Reads an element; empty if it is not a media range. */
    static Optional<MediaRange> parse(String element) {
        List<String> parts = HeaderElements.split(element, ';');
        String range = parts.get(0).toLowerCase(Locale.ROOT);
        if (ANY.matcher(range).matches()) {
            return Optional.of(new MediaRange("*", "*", Weight.of(parts)));
        }
        Matcher matcher = RANGE.matcher(range);
        return matcher.matches()
                ? Optional.of(new MediaRange(matcher.group(1), matcher.group(2), Weight.of(parts)))
                : Optional.empty();
    }

    /** How specifically the range matches a type, from 1; 0 if it does not match. */
    int match(String mediaType) {
        if (type.equals("*")) {
            return 1;
        }
        if (subtype.equals("*")) {
            return mediaType.startsWith(type + "/") ? 2 : 0;
        }
        return mediaType.equals(type + "/" + subtype) ? 3 : 0;
    }

    @Override
    public String toString() {
        return weight == 1 ? type + "/" + subtype : String.format(Locale.ROOT, "%s/%s;q=%.3f", type, subtype, weight);
    }
}
