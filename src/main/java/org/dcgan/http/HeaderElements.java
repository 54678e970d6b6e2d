package org.dcgan.http;

import java.util.ArrayList;
import java.util.List;

/** Splits the value of a header. */
final class HeaderElements {
    private HeaderElements() {}

    /** The elements between separators, stripped; separators in quotes do not count. At least one element, which may be empty. */
    static List<String> split(String text, char separator) {
        List<String> elements = new ArrayList<>();
        boolean isQuoted = false;
        int begin = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                isQuoted = !isQuoted;
            } else if (isQuoted && c == '\\') {
                i++;
            } else if (!isQuoted && c == separator) {
                elements.add(text.substring(begin, i).strip());
                begin = i + 1;
            }
        }
        elements.add(text.substring(begin).strip());
        return elements;
    }
}
