package org.dcgan.process;

import java.nio.file.Path;

/** The home directory, which Java calls "?" for a user without an entry in passwd: libraries would create a directory of that name. */
public final class HomeDirectory {
    private static final String PROPERTY = "user.home";
    private static final String UNKNOWN = "?";

    private HomeDirectory() {}

    /**
     * Takes the home directory from {@code HOME} if Java knows none.
     *
     * @throws StartRefusedException if that is not an absolute path either
     */
    public static void require() {
        System.setProperty(PROPERTY, choose(System.getProperty(PROPERTY), System.getenv("HOME")));
    }

    static String choose(String known, String variable) {
        if (known != null && !known.equals(UNKNOWN)) {
            return known;
        }
        if (variable == null || !Path.of(variable).isAbsolute()) {
            throw new StartRefusedException(
                    "This user has no home directory, and the native libraries are unpacked there: set HOME to a directory.");
        }
        return variable;
    }
}
