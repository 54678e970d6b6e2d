package org.dcgan.limit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.dcgan.Program;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that exceed the limits of the packaged program, which are low here. Each client has its own address. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LimitsIT {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int CONNECTIONS = 100;

    @TempDir
    static Path data;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Program program;

    @BeforeAll
    void startProgram() throws IOException, InterruptedException {
        program = Program.start(
                        data,
                        List.of(
                                "dcgan.roles=console,sampler,metrics",
                                "quarkus.http.proxy.proxy-address-forwarding=true",
                                "quarkus.http.idle-timeout=10S",
                                "quarkus.http.limits.max-connections=" + CONNECTIONS,
                                "dcgan.http.rate=5",
                                "dcgan.http.patience=2S",
                                "dcgan.http.stream-time=5S",
                                "dcgan.http.streams=3",
                                "dcgan.http.streams-per-client=2"),
                        List.of())
                .awaitReady();
        send(request("/jobs", LOOPBACK)
                .POST(BodyPublishers.ofString("{\"id\":\"waits\"}"))
                .header("Content-Type", "application/json"));
    }

    @AfterAll
    void stopProgram() throws InterruptedException {
        if (program != null) {
            program.kill();
        }
    }

    @Test
    void whoAsksTooOftenIsToldToComeAgain() throws Exception {
        HttpRequest request = request("/jobs", "192.0.2.1").build();
        List<CompletableFuture<HttpResponse<String>>> asked = Stream.generate(
                        () -> http.sendAsync(request, BodyHandlers.ofString()))
                .limit(50)
                .toList();

        List<HttpResponse<String>> answers =
                asked.stream().map(CompletableFuture::join).toList();

        assertThat(answers).extracting(HttpResponse::statusCode).contains(200, 429);
        HttpResponse<String> refusal = answers.stream()
                .filter(answer -> answer.statusCode() == 429)
                .findFirst()
                .orElseThrow();
        assertThat(refusal.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(refusal.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(refusal.body()).contains("one address may ask 5 times a second");
        assertThat(send(request("/jobs", "192.0.2.2")).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {LOOPBACK, "::1"})
    void thisMachineMayAskAsOftenAsItLikes(String address) throws Exception {
        for (int i = 0; i < 20; i++) {
            assertThat(send(request("/jobs", address)).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aClientThatIsNamedByNoAddressIsAClient() throws Exception {
        assertThat(send(request("/jobs", "nobody\"><b>")).statusCode()).isEqualTo(200);
    }

    @Test
    void aClientFollowsSoManyJobsAtOnceAndAllTogetherSoMany() throws Exception {
        List<HttpResponse<InputStream>> open = List.of(follow("192.0.2.3"), follow("192.0.2.3"), follow("192.0.2.4"));

        assertThat(open).extracting(HttpResponse::statusCode).containsOnly(200);
        assertThat(follow("192.0.2.3").statusCode()).isEqualTo(429);
        HttpResponse<InputStream> refusal = follow("192.0.2.5");
        assertThat(refusal.statusCode()).isEqualTo(503);
        assertThat(refusal.headers().firstValue("Retry-After")).hasValue("10");
        for (HttpResponse<InputStream> stream : open) {
            stream.body().close();
        }
        await().atMost(1, TimeUnit.MINUTES).untilAsserted(() -> {
            HttpResponse<InputStream> again = follow("192.0.2.6");
            again.body().close();
            assertThat(again.statusCode()).isEqualTo(200);
        });
    }

    @Test
    void aStreamEndsSoThatItsReaderIsAskedAgainWhoItIs() throws Exception {
        HttpResponse<InputStream> stream = follow("192.0.2.8");

        assertThat(stream.body().readAllBytes()).isNotEmpty();
    }

    @Test
    void disconnectsAClientThatSendsItsBodyByteByByte() throws Exception {
        try (Socket socket = connect()) {
            write(
                    socket,
                    "POST /jobs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n");

            await().atMost(Duration.ofMinutes(1)).until(() -> hasEnded(socket) || !write(socket, " "));
        }
    }

    @Test
    void aConnectionOnWhichNothingComesIsClosed() throws Exception {
        try (Socket socket = connect()) {
            write(socket, "GET / HTT");

            await().atMost(Duration.ofMinutes(1)).until(() -> hasEnded(socket));
        }
    }

    @Test
    void moreConnectionsThanMayBeAreClosed() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < 2 * CONNECTIONS; i++) {
            Socket socket = connect();
            write(socket, "GET /q/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"); // counted once it has asked
            sockets.add(socket);
        }

        await().atMost(Duration.ofSeconds(25))
                .until(() -> sockets.stream().filter(LimitsIT::hasEnded).count() >= CONNECTIONS);

        for (Socket socket : sockets) {
            socket.close();
        }
        await().atMost(Duration.ofSeconds(10)).ignoreExceptions().until(() -> program.health("live") == 200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/q/metrics;a", "/jobs%3Ba", "/jobs/a%2Fb", "/jobs/a%5c..%5Cb", "/console%2f..%2fconsole/main.js"
            })
    void aPathThatMayBeReadInTwoWaysIsRefused(String path) throws Exception {
        assertThat(send(request(path, LOOPBACK)).statusCode()).isEqualTo(400);
    }

    @Test
    void anEndlessPathIsRefused() throws Exception {
        assertThat(send(request("/jobs/" + "a".repeat(5_000), LOOPBACK)).statusCode())
                .isEqualTo(414);
    }

    @Test
    void anEndlessHeaderIsRefused() throws Exception {
        assertThat(send(request("/jobs", LOOPBACK).header("X", "a".repeat(20_000)))
                        .statusCode())
                .isEqualTo(431);
    }

    @Test
    void anEndlessBodyIsRefused() throws Exception {
        HttpRequest.Builder request = request("/jobs", LOOPBACK)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(new byte[9 << 20]));

        assertThat(send(request).statusCode()).isEqualTo(413);
    }

    private HttpRequest.Builder request(String path, String client) {
        return HttpRequest.newBuilder(program.http().resolve(path)).header("X-Forwarded-For", client);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<InputStream> follow(String client) throws IOException, InterruptedException {
        return http.send(request("/jobs/waits/events", client).build(), BodyHandlers.ofInputStream());
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(program.http().getHost(), program.http().getPort());
        socket.setSoTimeout(10);
        return socket;
    }

    /** Whether the other side has not closed it. */
    private static boolean write(Socket socket, String text) {
        try {
            socket.getOutputStream().write(text.getBytes(US_ASCII));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether the other side has closed it. */
    private static boolean hasEnded(Socket socket) {
        try {
            return socket.getInputStream().read(new byte[4096]) == -1;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true; // reset
        }
    }
}
