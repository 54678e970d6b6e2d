package org.dcgan.process;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;

/** Checks the limit of open files and connections of this process; Java raises its soft limit to the hard one. */
public final class OpenFiles {
    /**
     * Measured: each role alone starts and works with this many; with 160 it hung, because 131 files of its libraries are open during
     * the start.
     */
    public static final int FOR_A_PROCESS = 256;

    /** All roles, a broker and an object store in one process had 436 open while they trained. */
    public static final int WITH_EMBEDDED_SERVERS = 512;

    private OpenFiles() {}

    /**
     * Checks the limit, if the operating system reports it.
     *
     * @param needed the least number needed
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
