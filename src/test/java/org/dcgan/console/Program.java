package org.dcgan.console;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The packaged program, all roles and embedded servers in one process. */
final class Program {
    private static final Path JAR =
            Path.of("target/quarkus-app/quarkus-run.jar").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Process process;
    private final URI http;
    private final String bootstrapServers;

    private Program(Process process, JsonNode endpoints) {
        this.process = process;
        this.http = URI.create(endpoints.get("httpUrl").asText());
        this.bootstrapServers = endpoints.get("bootstrapServers").asText();
    }

    /**
     * Starts it and waits until it is ready.
     *
     * @param data what it keeps
     * @param httpPort 0 for any
     */
    static Program start(Path data, int httpPort) throws IOException {
        Path endpoints = data.resolve("endpoints.json");
        Files.deleteIfExists(endpoints); // of one that was killed
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Ddcgan.data-dir=" + data,
                        "-Dquarkus.http.port=" + httpPort,
                        "-Ddcgan.embedded.kafka.port=0",
                        "-Ddcgan.embedded.s3.port=0",
                        "-jar",
                        JAR.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        data.resolve("program.log").toFile()))
                .start();
        await().atMost(PATIENCE).until(() -> Files.exists(endpoints));
        Program program = new Program(process, new ObjectMapper().readTree(endpoints.toFile()));
        await().atMost(PATIENCE).ignoreExceptions().until(program::isReady);
        return program;
    }

    URI http() {
        return http;
    }

    String bootstrapServers() {
        return bootstrapServers;
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            kill();
        }
    }

    private boolean isReady() throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(http.resolve("/q/health/ready")).build();
        return HttpClient.newHttpClient()
                        .send(request, BodyHandlers.discarding())
                        .statusCode()
                == 200;
    }
}
