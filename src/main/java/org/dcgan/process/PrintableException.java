package org.dcgan.process;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.dcgan.message.Printable;

/** Makes an exception with its causes printable, each message on one line. */
final class PrintableException extends Throwable {
    private static final long serialVersionUID = 1;

    private final String line;

    private PrintableException(Throwable original) {
        this.line = Printable.line(original.toString());
        setStackTrace(original.getStackTrace());
    }

    static PrintableException of(Throwable original) {
        return of(original, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private static PrintableException of(Throwable original, Set<Throwable> seen) {
        PrintableException copy = new PrintableException(original);
        if (original.getCause() != null && seen.add(original)) {
            copy.initCause(of(original.getCause(), seen));
        }
        for (Throwable suppressed : original.getSuppressed()) {
            if (seen.add(suppressed)) {
                copy.addSuppressed(of(suppressed, seen));
            }
        }
        return copy;
    }

    @Override
    public String toString() {
        return line;
    }
}
