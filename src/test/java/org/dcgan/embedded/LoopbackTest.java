package org.dcgan.embedded;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.dcgan.process.StartRefusedException;
import org.junit.jupiter.api.Test;

class LoopbackTest {
    @Test
    void aPortInUseIsRefusedWithWhoWantsItAndTheSetting() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = other.getLocalPort();

            assertThatThrownBy(() -> Loopback.requireFree(port, "the embedded S3 server", "dcgan.embedded.s3.port"))
                    .isInstanceOf(StartRefusedException.class)
                    .hasMessage(
                            "Port %d on 127.0.0.1, which the embedded S3 server wants, is in use:"
                                    + " free it, or set dcgan.embedded.s3.port to another.",
                            port);
        }
    }

    @Test
    void aPortHeldOnEveryAddressIsInUse() throws IOException {
        try (ServerSocket other = new ServerSocket(0)) {
            int port = other.getLocalPort();

            assertThatThrownBy(() -> Loopback.requireFree(port, "the server", "port"))
                    .isInstanceOf(StartRefusedException.class);
        }
    }

    @Test
    void zeroStandsForAnyFreePort() {
        assertThatCode(() -> Loopback.requireFree(0, "the server", "port")).doesNotThrowAnyException();
    }
}
