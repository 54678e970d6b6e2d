package org.dcgan.limit;

import com.google.common.net.InetAddresses;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.Optional;

/**
 * Who asks, as far as the network tells.
 *
 * @param address as the connection has it, or a trusted proxy names it
 */
public record Client(String address) {
    /** The client of a request. */
    public static Client of(HttpServerRequest request) {
        SocketAddress remote = request.remoteAddress();
        // a proxy may name anything, also what is no address
        return new Client(Optional.ofNullable(remote.hostAddress()).orElse(String.valueOf(remote.host())));
    }

    boolean isOnThisMachine() {
        return InetAddresses.isInetAddress(address)
                && InetAddresses.forString(address).isLoopbackAddress();
    }
}
