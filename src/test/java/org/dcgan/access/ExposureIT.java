package org.dcgan.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.dcgan.Program;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What others can reach of the packaged program with nothing configured. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExposureIT {
    @TempDir
    static Path data;

    private Program program;

    @BeforeAll
    void start() throws IOException {
        program = Program.start(data, List.of("dcgan.roles=console"), List.of()).awaitReady();
    }

    @AfterAll
    void stop() throws InterruptedException {
        program.kill();
    }

    @Test
    void everyServerListensOnTheLoopbackAddressAlone() throws IOException {
        URI broker = URI.create("kafka://" + program.bootstrapServers());

        assertThat(Stream.of(program.http(), broker, program.s3Endpoint()))
                .allSatisfy(server -> assertThat(addressesThatAnswer(server.getPort()))
                        .containsExactly(InetAddress.getByName("127.0.0.1")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"credentials", "endpoints.json"})
    void theStoresKeysAreReadByTheirOwnerAlone(String file) throws IOException {
        assertThat(Files.getPosixFilePermissions(data.resolve(file)))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, 200",
        "127.0.0.1:8080, 200",
        "[::1]:8080, 200",
        "rebound.example.com, 403",
        "127.0.0.1.example.com, 403"
    })
    void itAnswersUnderNamesOfTheLoopbackAddress(String host, int status) {
        assertThat(given().baseUri(program.http().toString())
                        .header("Host", host)
                        .get("/jobs")
                        .statusCode())
                .isEqualTo(status);
    }

    @Test
    void aPageOfAnotherOriginGetsNothingDone() {
        assertThat(given().baseUri(program.http().toString())
                        .header("Origin", "https://example.com")
                        .body("{}")
                        .post("/jobs")
                        .statusCode())
                .isEqualTo(403);
    }

    private static List<InetAddress> addressesThatAnswer(int port) throws IOException {
        Stream<InetAddress> others = NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses);
        return Stream.concat(others, Stream.of(InetAddress.getByName("127.0.0.2")))
                .filter(address -> answers(address, port))
                .toList();
    }

    private static boolean answers(InetAddress address, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 2_000);
            return true;
        } catch (IOException e) {
            return false; // nobody listens, or there is no such address here
        }
    }
}
