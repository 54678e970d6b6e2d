package org.dcgan.process;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;

/** How many files and connections this process may have open at once; Java raises its limit to the hard one. */
public final class OpenFiles {
    /** With this many each role alone started and worked; with 160 it hung, as 131 of its libraries were open while it started. */
    public static final int FOR_A_PROCESS = 256;

    /** All roles, a broker and an object store in one process had 436 open while they trained. */
    public static final int WITH_EMBEDDED_SERVERS = 512;

    private OpenFiles() {}

    /**
     * Checks the limit, where the operating system tells it.
     *
     * @param needed how many are needed at least
     * @param by what needs them, such as "The embedded broker"
     * @throws StartRefusedException if the limit is lower
     */
    public static void require(int needed, String by) {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        if (system instanceof UnixOperatingSystemMXBean unix) {
            require(needed, by, unix.getMaxFileDescriptorCount());
        }
    }

    static void require(int needed, String by, long limit) {
        if (limit >= 0 && limit < needed) {
            throw new StartRefusedException(
                    "%s needs at least %d open files and connections, and the limit of this process is %d: raise it (ulimit -n)."
                            .formatted(by, needed, limit));
        }
    }
}
