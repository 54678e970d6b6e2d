package org.dcgan.npy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads the Python dictionary in a header: {@code {'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }}, its keys in any
 * order, with either kind of quotes, spaces anywhere, and a comma after the last entry or none.
 */
final class NpyText {
    private static final Set<String> KEYS = Set.of("descr", "fortran_order", "shape");
    private static final String SPACES = " \t\n\r\f";
    private static final int SHOWN = 100;

    private final String text;
    private int at;

    private NpyText(String text) {
        this.text = text;
    }

    /**
     * The header of a text.
     *
     * @param types makes a type of its {@code descr}
     * @throws IllegalArgumentException if it is not such a dictionary, or has other keys, a type that is not read, or a shape
     *     beyond the limits
     */
    static NpyHeader parse(String text, Function<String, NpyType> types) {
        Map<String, Object> entries = new NpyText(text).dictionary();
        if (!entries.keySet().equals(KEYS)) {
            throw new IllegalArgumentException(
                    "npy header must have exactly the keys descr, fortran_order and shape, found " + shown(text));
        }
        if (entries.get("descr") instanceof String descr
                && entries.get("fortran_order") instanceof Boolean fortranOrder
                && entries.get("shape") instanceof int[] shape) {
            return new NpyHeader(types.apply(descr), fortranOrder, shape);
        }
        throw new IllegalArgumentException(
                "npy header must have a simple type, True or False, and a shape, found " + shown(text));
    }

    private Map<String, Object> dictionary() {
        Map<String, Object> entries = new HashMap<>();
        require('{');
        while (!skip('}')) {
            String key = string();
            require(':');
            if (entries.put(key, value()) != null) {
                throw invalid();
            }
            if (!skip(',')) {
                require('}');
                break;
            }
        }
        skipSpaces();
        if (at < text.length()) {
            throw invalid();
        }
        return entries;
    }

    private Object value() {
        if (skip('(')) {
            return shape();
        }
        if (skip('[')) {
            throw new IllegalArgumentException(
                    "npy numbers must be of type <f4, >f4, <f8 or >f8, was a structure of several");
        }
        for (boolean truth : new boolean[] {true, false}) {
            String word = truth ? "True" : "False";
            if (text.startsWith(word, at)) {
                at += word.length();
                return truth;
            }
        }
        return string();
    }

    /** What follows the opening bracket of a tuple; one of one number needs its comma. */
    private int[] shape() {
        List<Integer> dimensions = new ArrayList<>();
        boolean comma = true;
        while (!skip(')')) {
            if (!comma) {
                throw invalid();
            }
            dimensions.add(dimension());
            comma = skip(',');
        }
        if (dimensions.size() == 1 && !comma) {
            throw invalid();
        }
        return dimensions.stream().mapToInt(Integer::intValue).toArray();
    }

    private int dimension() {
        skipSpaces();
        int from = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        String digits = text.substring(from, at);
        skip('L'); // as Python 2 wrote long numbers
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            throw invalid();
        }
    }

    private String string() {
        skipSpaces();
        char quote = at < text.length() ? text.charAt(at) : ' ';
        int end = text.indexOf(quote, at + 1);
        if (quote != '\'' && quote != '"' || end < 0) {
            throw invalid();
        }
        String string = text.substring(at + 1, end);
        at = end + 1;
        return string;
    }

    private void require(char character) {
        if (!skip(character)) {
            throw invalid();
        }
    }

    /** Skips a character and the spaces before it; returns whether it was there. */
    private boolean skip(char character) {
        skipSpaces();
        boolean there = at < text.length() && text.charAt(at) == character;
        at += there ? 1 : 0;
        return there;
    }

    private void skipSpaces() {
        while (at < text.length() && SPACES.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private IllegalArgumentException invalid() {
        return new IllegalArgumentException("npy header must be a dictionary of descr, fortran_order and shape, found "
                + shown(text) + " (unreadable from character " + at + ")");
    }

    private static String shown(String text) {
        String stripped = text.strip();
        return stripped.length() <= SHOWN ? stripped : stripped.substring(0, SHOWN) + "…";
    }
}
