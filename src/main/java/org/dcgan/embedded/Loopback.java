package org.dcgan.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.dcgan.process.StartRefusedException;

/** The one address that embedded servers listen on. */
final class Loopback {
    static final String HOST = "127.0.0.1";

    private Loopback() {}

    /** A port that nobody holds just now. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            return socket.getLocalPort();
        }
    }

    /**
     * Makes sure that a server can have its port; 0 stands for any.
     *
     * @param server who asks for it, such as "the embedded Kafka broker"
     * @param setting the configuration property that changes it
     * @throws StartRefusedException if it is in use
     */
    static void requireFree(int port, String server, String setting) {
        try {
            new ServerSocket(port, 1, InetAddress.getByName(HOST)).close();
        } catch (IOException e) {
            throw StartRefusedException.portInUse(HOST, port, server, setting, e);
        }
    }
}
