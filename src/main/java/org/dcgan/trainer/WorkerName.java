package org.dcgan.trainer;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** How this process calls itself in the states of its jobs. */
final class WorkerName {
    private WorkerName() {}

    /** Host and process: in a cluster the pod's name. */
    static String ofThisProcess() {
        try {
            return InetAddress.getLocalHost().getHostName() + "-"
                    + ProcessHandle.current().pid();
        } catch (UnknownHostException e) {
            return "worker-" + ProcessHandle.current().pid();
        }
    }
}
