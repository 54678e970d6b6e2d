package org.dcgan.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.net.SocketAddress;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("fast")
class ClientTest {
    @ParameterizedTest
    @CsvSource({
        "2001:db8:1:2::1, 2001:db8:1:2:ffff:ffff:ffff:ffff",
        "2001:db8:1:2::1, 2001:DB8:0001:2:0:0:0:7",
        "fe80::1%eth0, fe80::2%eth0",
        "::ffff:192.0.2.1, 192.0.2.1",
        "::FFFF:c000:201, 192.0.2.1",
        "64:ff9b::192.0.2.1, 192.0.2.1",
        "2001:db8:1:2::1%a, 2001:db8:1:2::1%b",
        "2002:c000:201:1::1, 2002:c000:201:2::1",
    })
    void countsAddressesOfOneSubscriberAsOneClient(String address, String other) {
        assertThat(Client.at(address)).isEqualTo(Client.at(other));
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8:1:2::1, 2001:db8:1:3::1",
        "192.0.2.1, 192.0.2.2",
        "::ffff:192.0.2.1, ::ffff:192.0.2.2",
        "64:ff9b::192.0.2.1, 64:ff9b::192.0.2.2",
        "::1, ::2",
        "fe80::1%eth0, fe80::1%eth1",
        "nobody, somebody",
    })
    void countsOtherAddressesAsOtherClients(String address, String other) {
        assertThat(Client.at(address)).isNotEqualTo(Client.at(other));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.9.9.9", "::1", "0:0:0:0:0:0:0:1", "::1%lo", "::ffff:127.0.0.1"})
    void recognizesThisMachine(String address) {
        assertThat(Client.at(address).isOnThisMachine()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"::2", "::127.0.0.1", "64:ff9b::127.0.0.1", "2002:7f00:1::1", "128.0.0.1", "localhost", ""})
    void takesNobodyElseForThisMachine(String address) {
        assertThat(Client.at(address).isOnThisMachine()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1, true",
        "::1, 127.0.0.1, true",
        "127.0.0.1, 192.0.2.1, false",
        "::1, 2001:db8::1, false",
        "192.0.2.1, 127.0.0.1, false",
    })
    void believesOnlyConnectionsFromThisMachineThatTheyComeFromIt(
            String named, String connected, boolean isOnThisMachine) {
        Client client =
                Client.of(SocketAddress.inetSocketAddress(80, named), SocketAddress.inetSocketAddress(80, connected));

        assertThat(client.isOnThisMachine()).isEqualTo(isOnThisMachine);
    }
}
