package org.dcgan.command;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;

/** Whether the output is a terminal. */
final class Terminal {
    private static final int STANDARD_OUTPUT = 1;

    private Terminal() {}

    /** Asks the C library, because Java's Console behaves differently from version to version. */
    static boolean isInteractive() {
        return !Platform.isWindows()
                && NativeLibrary.getInstance("c").getFunction("isatty").invokeInt(new Object[] {STANDARD_OUTPUT}) == 1;
    }
}
