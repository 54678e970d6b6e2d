package org.dcgan.trainer;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** How the workers of this process call themselves in the states of their jobs. */
final class WorkerName {
    private WorkerName() {}

    /** The worker of a slot, from 0: host, in a cluster the pod, and process, and after the first slot its number. */
    static String ofSlot(int slot) {
        return slot == 0 ? ofThisProcess() : ofThisProcess() + "-" + slot;
    }

    private static String ofThisProcess() {
        try {
            return InetAddress.getLocalHost().getHostName() + "-"
                    + ProcessHandle.current().pid();
        } catch (UnknownHostException e) {
            return "worker-" + ProcessHandle.current().pid();
        }
    }
}
