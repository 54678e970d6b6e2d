package org.dcgan.imports;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The files that an import left out. Of many, the first are named. */
final class Skipped {
    /** So many are named. */
    static final int NAMED = 10;

    private final List<SkippedFile> first = new ArrayList<>();
    private long count;

    void add(String path, String reason) {
        add(path, reason, 1);
    }

    /** Counts several files of one reason, of which one is named. */
    void add(String path, String reason, long files) {
        if (first.size() < NAMED) {
            first.add(new SkippedFile(path, reason));
        }
        count += files;
    }

    /** How many there are. */
    long count() {
        return count;
    }

    /** Those that are named. */
    List<SkippedFile> first() {
        return Collections.unmodifiableList(first);
    }
}
