package org.dcgan.sampler;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.dcgan.message.InvalidMessageException;

/** Parses query parameters as numbers within limits, or as one of several words. */
final class Parameters {
    private static final int MOST_SEEDS = 64;
    /** Java takes digits of other scripts, too. */
    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]+");

    private Parameters() {}

    /** A seed: any whole number of 64 bits; 0 if absent. */
    static long seed(String field, String text) {
        return text == null ? 0 : whole(field, text, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /** A required seed. */
    static long requiredSeed(String field, String text) {
        return whole(field, text, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /** A whole number within limits, or the default if it is absent. */
    static int within(String field, String text, int least, int most, int absent) {
        return text == null ? absent : required(field, text, least, most);
    }

    /** A required whole number within limits. */
    static int required(String field, String text, int least, int most) {
        return (int) whole(field, text, least, most);
    }

    /** One of several words, or the default if it is absent. */
    static <E extends Enum<E>> E oneOf(String field, String text, E absent) {
        if (text == null) {
            return absent;
        }
        E[] words = absent.getDeclaringClass().getEnumConstants();
        return Arrays.stream(words)
                .filter(word -> name(word).equals(text))
                .findFirst()
                .orElseThrow(() -> new InvalidMessageException(
                        field, text, Arrays.stream(words).map(Parameters::name).collect(Collectors.joining(" or "))));
    }

    /** A constant as a word. */
    static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** Groups of seeds, each such as {@code 1,2,3}. */
    static List<List<Long>> groups(String field, List<String> groups) {
        int commas = groups.stream()
                .mapToInt(group -> (int) group.chars().filter(c -> c == ',').count())
                .sum();
        if (groups.size() + commas > MOST_SEEDS) {
            throw new InvalidMessageException(field, groups.size() + commas + " seeds", "at most 64 seeds");
        }
        return groups.stream()
                .map(group -> Arrays.stream(group.split(",", -1))
                        .map(seed -> seed(field, seed.strip()))
                        .toList())
                .toList();
    }

    private static long whole(String field, String text, long least, long most) {
        if (text != null && WHOLE.matcher(text).matches()) {
            try {
                long value = Long.parseLong(text);
                if (value >= least && value <= most) {
                    return value;
                }
            } catch (NumberFormatException e) {
                // rejected below, like a number out of range
            }
        }
        throw new InvalidMessageException(field, text, "a whole number from " + least + " to " + most);
    }
}
