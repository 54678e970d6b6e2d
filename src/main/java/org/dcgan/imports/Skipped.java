package org.dcgan.imports;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The files that an import left out; only the first ones are named. */
final class Skipped {
    /** Number of named files. */
    static final int NAMED = 10;

    private final List<SkippedFile> first = new ArrayList<>();
    private long count;

    void add(String path, String reason) {
        add(path, reason, 1);
    }

    /** Counts several files with the same reason, of which one is named. */
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

    /** The named files. */
    List<SkippedFile> first() {
        return Collections.unmodifiableList(first);
    }
}
