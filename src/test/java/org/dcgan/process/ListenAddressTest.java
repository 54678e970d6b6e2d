package org.dcgan.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class ListenAddressTest {
    @Test
    void refusesAPortInUseWithWhoWantsItAndTheSetting() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ListenAddress address = address("127.0.0.1", other.getLocalPort());

            assertThatThrownBy(address::requireFree)
                    .isInstanceOf(StartRefusedException.class)
                    .hasMessage(
                            "Port %d on 127.0.0.1, which the server wants, is in use:"
                                    + " free it, or set server.port to another.",
                            other.getLocalPort());
        }
    }

    @Test
    void refusesAPortInUseOnEveryAddress() throws IOException {
        try (ServerSocket other = new ServerSocket(0)) {
            ListenAddress address = address("127.0.0.1", other.getLocalPort());

            assertThatThrownBy(address::requireFree).isInstanceOf(StartRefusedException.class);
        }
    }

    @Test
    void acceptsZeroForAnyFreePort() {
        ListenAddress address = address("127.0.0.1", 0);

        assertThatCode(address::requireFree).doesNotThrowAnyException();
    }

    @Test
    void refusesAnAddressOfAnotherMachine() {
        ListenAddress address = address("192.0.2.1", 0);

        assertThatThrownBy(address::requireFree)
                .isInstanceOf(StartRefusedException.class)
                .hasMessage("server.host is 192.0.2.1, which is not an address of this machine.");
    }

    @Test
    void refusesAHostThatDoesNotExist() {
        ListenAddress address = address("[nowhere]", 0);

        assertThatThrownBy(address::requireFree)
                .isInstanceOf(StartRefusedException.class)
                .hasMessage("server.host is [nowhere], and there is no such host.");
    }

    @Test
    void saysThatALowPortMayNeedMoreRights() {
        ListenAddress address = address("127.0.0.1", 80);

        assertThat(address.refusal()).contains("is in use, or not permitted for this user");
    }

    private static ListenAddress address(String host, int port) {
        return new ListenAddress(host, port, "the server", "server.host", "server.port");
    }
}
