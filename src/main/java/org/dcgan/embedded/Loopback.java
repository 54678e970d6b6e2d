package org.dcgan.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** The address that embedded servers listen on. */
final class Loopback {
    static final String HOST = "127.0.0.1";

    private Loopback() {}

    /** A port that is free at present. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            return socket.getLocalPort();
        }
    }
}
