package org.dcgan.command;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;

/** Whether a person looks at the output. */
final class Terminal {
    private static final int STANDARD_OUTPUT = 1;

    private Terminal() {}

    /** Java's own console object tells it differently from version to version, so the C library is asked. */
    static boolean isInteractive() {
        return !Platform.isWindows()
                && NativeLibrary.getInstance("c").getFunction("isatty").invokeInt(new Object[] {STANDARD_OUTPUT}) == 1;
    }
}
