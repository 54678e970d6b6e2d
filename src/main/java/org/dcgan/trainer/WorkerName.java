package org.dcgan.trainer;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;

/** How the workers of this process call themselves in the states of their jobs. */
final class WorkerName {
    /** Containers may share a host's name, and each has a first process. */
    private static final String LIFE = "%04x".formatted(new SecureRandom().nextInt(1 << 16));

    private WorkerName() {}

    /** The worker of a slot, from 0: host (in a cluster the pod), process, a part drawn by chance, and after the first slot its number. */
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
