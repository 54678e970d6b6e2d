package org.dcgan.command;

import java.io.PrintStream;

/** Shows the progress of an import: a redrawn bar on a terminal, otherwise a line at every tenth. */
final class ImportProgress {
    private static final int BAR = 30;
    private static final int TENTHS = 10;
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final boolean interactive;
    private final PrintStream out;
    private long shown;

    ImportProgress(boolean interactive, PrintStream out) {
        this.interactive = interactive;
        this.out = out;
    }

    void show(long done, long total) {
        long parts = interactive ? 100 : TENTHS;
        long part = total == 0 ? 0 : parts * done / total;
        if (part == shown) {
            return;
        }
        shown = part;
        if (interactive) {
            int filled = (int) (BAR * part / parts);
            out.printf("%s[%s%s] %d of %d", CLEAR_LINE, "#".repeat(filled), ".".repeat(BAR - filled), done, total);
            out.flush();
        } else {
            out.printf("read %d of %d%n", done, total);
        }
    }

    /** Removes the bar. */
    void end() {
        if (interactive) {
            out.print(CLEAR_LINE);
            out.flush();
        }
    }
}
