package org.dcgan.message;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that was probably meant by a misspelt one. */
final class Spelling {
    private Spelling() {}

    /** The name nearest to a word, whatever its case and separators; empty if none is near. */
    static Optional<String> nearest(String word, Collection<String> names) {
        String plain = plain(word);
        int most = 1 + plain.length() / 4; // allowed edits: one for "to", two for "cuont"
        if (plain.isEmpty() || plain.length() > 64) {
            return Optional.empty();
        }
        return names.stream()
                .filter(name -> edits(plain, plain(name)) <= most)
                .min(Comparator.comparing(name -> edits(plain, plain(name))));
    }

    private static String plain(String word) {
        return word.replaceAll("[_\\s-]", "").toLowerCase(Locale.ROOT);
    }

    /** Characters to insert, remove or replace: the Levenshtein distance. */
    private static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
