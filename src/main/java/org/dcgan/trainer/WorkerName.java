package org.dcgan.trainer;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;

/** Names the workers of this process, as their jobs' states show them. */
final class WorkerName {
    /** Random, because containers may share a host name and a process id. */
    private static final String LIFE = "%04x".formatted(new SecureRandom().nextInt(1 << 16));

    private WorkerName() {}

    /**
     * The name of a slot's worker: host (in a cluster the pod), process id, a random part and, for slots after 0, the slot's number.
     */
    static String ofSlot(int slot) {
        return slot == 0 ? ofThisProcess() : ofThisProcess() + "-" + slot;
    }

    private static String ofThisProcess() {
        try {
            return named(InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException e) {
            return named("worker");
        }
    }

    private static String named(String host) {
        return host + "-" + ProcessHandle.current().pid() + "-" + LIFE;
    }
}
