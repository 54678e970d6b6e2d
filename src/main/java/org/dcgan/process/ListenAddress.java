package org.dcgan.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/**
 * The address that a server is to listen on.
 *
 * @param host a name or a literal address of this machine
 * @param port 0 for any
 * @param server name of the server, such as "the HTTP server"
 * @param hostSetting source of the host, such as a configuration property
 * @param portSetting the configuration property that changes the port
 */
public record ListenAddress(String host, int port, String server, String hostSetting, String portSetting) {
    private static final int ANY_PORT = 0;
    private static final int FIRST_OF_ORDINARY_USERS = 1024;

    /**
     * Checks the address by listening there for a moment.
     *
     * @throws StartRefusedException if the host is not an address of this machine, or the port is in use or not permitted
     */
    public void requireFree() {
        InetAddress address = address();
        if (isRefused(address, ANY_PORT)) {
            throw new StartRefusedException(
                    "%s is %s, which is not an address of this machine.".formatted(hostSetting, host));
        }
        if (isRefused(address, port)) {
            throw new StartRefusedException(refusal());
        }
    }

    /** The message if the port cannot be used. */
    public String refusal() {
        String problem = port < FIRST_OF_ORDINARY_USERS ? "in use, or not permitted for this user" : "in use";
        return "Port %d on %s, which %s wants, is %s: free it, or set %s to another."
                .formatted(port, host, server, problem, portSetting);
    }

    private InetAddress address() {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new StartRefusedException("%s is %s, and there is no such host.".formatted(hostSetting, host), e);
        }
    }

    private static boolean isRefused(InetAddress address, int port) {
        try {
            new ServerSocket(port, 1, address).close();
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
