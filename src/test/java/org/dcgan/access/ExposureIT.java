package org.dcgan.access;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
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
        program = Program.start(data, List.of("dcgan.roles=console,sampler,metrics"), List.of())
                .awaitReady();
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/index.html",
                "/console/main.js",
                "/jobs",
                "/jobs/nobody/events",
                "/samples",
                "/checkpoints",
                "/session",
                "/q/health",
                "/q/health/live",
                "/q/metrics",
                "/q/openapi",
                "/nothing"
            })
    void noRouteAnswersUnderAnotherName(String path) throws Exception {
        assertThat(ask("GET " + path + " HTTP/1.1\r\nHost: rebound.example.com\r\n\r\n"))
                .isEqualTo("HTTP/1.1 403 Forbidden");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /q/health/live HTTP/1.0                           | HTTP/1.0 200 OK",
                "GET /q/health/live HTTP/1.1                           | HTTP/1.1 400 Bad Request",
                "GET /q/health/live HTTP/1.1~Host:                     | HTTP/1.1 403 Forbidden",
                "GET /q/health/live HTTP/1.1~Host: a~Host: localhost   | HTTP/1.1 403 Forbidden",
                "GET /q/health/live HTTP/1.1~Host: localhost~Host: a   | HTTP/1.1 403 Forbidden",
                "GET http://a/q/health/live HTTP/1.1~Host: localhost   | HTTP/1.1 403 Forbidden",
                "GET http://localhost/q/health/live HTTP/1.1~Host: a   | HTTP/1.1 403 Forbidden",
                "GET http://LOCALHOST:1/q/health/live HTTP/1.1~Host: localhost | HTTP/1.1 200 OK",
                "GET /q/health/live HTTP/1.1~Host: a~X-Forwarded-Host: localhost | HTTP/1.1 403 Forbidden",
                "GET /q/health/live HTTP/1.1~Host: a~Forwarded: host=localhost | HTTP/1.1 403 Forbidden",
            })
    void everyNameInARequestCounts(String request, String answer) throws Exception {
        assertThat(ask(request.replace("~", "\r\n") + "\r\n\r\n")).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource({
        "/jobs/%zz, path, %zz",
        "/%, path, %",
        "/jobs/%4, path, %4",
        "/samples?count=%zz, query, %zz",
        "/jobs/%41?a=%G1, query, %G1",
        "/jobs/{id}, path, {id",
    })
    void aMalformedPathOrQueryIsNamed(String target, String field, String value) throws Exception {
        String answer = whole("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 400 Bad Request")
                .contains("application/problem+json")
                .contains("\"field\":\"" + field + "\",\"value\":\"" + value + "\"");
    }

    private String whole(String request) throws IOException {
        try (Socket socket = new Socket(program.http().getHost(), program.http().getPort())) {
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), US_ASCII);
        }
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

    /** The first line of what is answered to these bytes. */
    private String ask(String request) throws IOException {
        try (Socket socket = new Socket(program.http().getHost(), program.http().getPort())) {
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII)).readLine();
        }
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
