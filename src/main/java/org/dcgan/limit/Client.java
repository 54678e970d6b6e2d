package org.dcgan.limit;

import com.google.common.net.InetAddresses;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/**
 * The sender of a request: an IPv4 address, or an IPv6 /64 network, because a client with one IPv6 address usually has the whole
 * network.
 *
 * @param network an IPv4 address, also where it is embedded in an IPv6 address; the first address of an IPv6 network, with its zone
 *     if it is link-local; or the text that a trusted proxy sent instead of an address
 * @param isOnThisMachine whether the address is a loopback address
 */
public record Client(String network, boolean isOnThisMachine) {
    private static final int NETWORK_BYTES = 8;
    /** IPv4 clients behind NAT64, as in RFC 6052: 64:ff9b::a.b.c.d. */
    private static final byte[] TRANSLATED =
            Arrays.copyOf(InetAddresses.forString("64:ff9b::").getAddress(), 12);

    /** The client of a request. */
    public static Client of(HttpServerRequest request) {
        return of(request.remoteAddress(), request.connection().remoteAddress());
    }

    /**
     * The client that a request claims to come from. It counts as local only if the connection is local too, because a proxy may pass
     * on a client's own {@code X-Forwarded-For}.
     *
     * @param named the address that a trusted proxy sent, or that of the connection
     * @param connected the address of the connection
     */
    static Client of(SocketAddress named, SocketAddress connected) {
        Client client = at(address(named));
        return new Client(client.network, client.isOnThisMachine && at(address(connected)).isOnThisMachine);
    }

    private static String address(SocketAddress remote) {
        // a proxy may send anything, also text that is not an address
        return Optional.ofNullable(remote.hostAddress()).orElse(String.valueOf(remote.host()));
    }

    static Client at(String address) {
        int zoneBegin = address.indexOf('%');
        String zone = zoneBegin < 0 ? "" : address.substring(zoneBegin);
        String withoutZone = address.substring(0, address.length() - zone.length());
        if (!InetAddresses.isInetAddress(withoutZone)) {
            return new Client(address, false);
        }
        InetAddress ip = InetAddresses.forString(withoutZone); // mapped IPv4 addresses become IPv4 ones
        String network = ip instanceof Inet6Address v6 ? network(v6, zone) : InetAddresses.toAddrString(ip);
        return new Client(network, ip.isLoopbackAddress());
    }

    private static String network(Inet6Address address, String zone) {
        byte[] bytes = address.getAddress();
        if (Arrays.equals(TRANSLATED, Arrays.copyOf(bytes, TRANSLATED.length))) {
            return text(Arrays.copyOfRange(bytes, TRANSLATED.length, bytes.length));
        }
        if (InetAddresses.hasEmbeddedIPv4ClientAddress(address)) {
            return InetAddresses.toAddrString(InetAddresses.getEmbeddedIPv4ClientAddress(address));
        }
        Arrays.fill(bytes, NETWORK_BYTES, bytes.length, (byte) 0);
        return text(bytes) + (address.isLinkLocalAddress() ? zone : "");
    }

    private static String text(byte[] address) {
        try {
            return InetAddresses.toAddrString(InetAddress.getByAddress(address));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }
}
