package org.dcgan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients see of a process that is stopping while a load balancer still sends it requests. */
class ShutdownIT {
    private static final long STILL_SENT_SECONDS = 1;

    @TempDir
    Path data;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Program program;

    @AfterEach
    void stopProgram() throws InterruptedException {
        program.kill();
    }

    @Test
    void answersRequestsDuringShutdownButIsNotReady() throws Exception {
        program = Program.start(
                        data,
                        List.of("quarkus.shutdown.delay=3S"),
                        List.of("train", "--epochs=1", "--limit=64", "--stay"))
                .awaitReady();
        await().atMost(Duration.ofMinutes(2)).until(() -> status(samples(1)) == 200);
        CompletableFuture<HttpResponse<byte[]>> large = http.sendAsync(samples(1024), BodyHandlers.ofByteArray());
        List<Integer> statuses = new ArrayList<>();

        program.process().destroy(); // SIGTERM
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(STILL_SENT_SECONDS);
        while (System.nanoTime() < end) {
            statuses.add(status(samples(1)));
        }
        int readiness = program.health("ready");

        assertThat(statuses).isNotEmpty().containsOnly(200);
        assertThat(readiness).isEqualTo(503);
        assertThat(large.get().statusCode()).isEqualTo(200);
        assertThat(program.process().waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    private int status(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, BodyHandlers.discarding()).statusCode();
    }

    private HttpRequest samples(int count) {
        return HttpRequest.newBuilder(program.http().resolve("/samples?count=" + count))
                .build();
    }
}
