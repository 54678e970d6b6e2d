package org.dcgan;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.core.ConditionTimeoutException;

/** The packaged program, as a process of its own. */
public final class Program {
    private static final Path JAR =
            Path.of("target/quarkus-app/quarkus-run.jar").toAbsolutePath();
    /** Starts in half the processor time. */
    private static final List<String> COMPILED_FAST = List.of(
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:-DisplayVMOutput",
            "-XX:CompileCommand=quiet",
            "-XX:CompilerDirectivesFile=" + Path.of("src/test/jit.json").toAbsolutePath());

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final Process process;
    private final Path data;

    private Program(Process process, Path data) {
        this.process = process;
        this.data = data;
    }

    /**
     * Starts it, on free ports unless configured otherwise; what it prints is appended to {@code output.txt} in its data directory.
     *
     * @param settings like {@code dcgan.roles=trainer}
     * @param arguments of its command line
     */
    public static Program start(Path data, List<String> settings, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(COMPILED_FAST);
        command.add("-Ddcgan.data-dir=" + data);
        command.add("-Ddcgan.embedded.kafka.port=0");
        command.add("-Ddcgan.embedded.s3.port=0");
        command.add("-Dquarkus.http.port=0");
        settings.forEach(setting -> command.add("-D" + setting));
        command.add("-jar");
        command.add(JAR.toString());
        command.addAll(arguments);
        Files.createDirectories(data);
        Files.deleteIfExists(data.resolve("endpoints.json")); // of one that was killed
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        data.resolve("output.txt").toFile()))
                .start();
        return new Program(process, data);
    }

    /** Waits until it says that it is ready. */
    public Program awaitReady() throws IOException {
        try {
            await().pollInSameThread()
                    .atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(this::isReady);
        } catch (ConditionTimeoutException e) {
            throw new IllegalStateException("it is not ready: " + output(), e);
        }
        return this;
    }

    public Process process() {
        return process;
    }

    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Where it is reached. */
    public URI http() {
        return URI.create(endpoint("httpUrl"));
    }

    /** The brokers that it uses. */
    public String bootstrapServers() {
        return endpoint("bootstrapServers");
    }

    /** The object store that it uses. */
    public URI s3Endpoint() {
        return URI.create(endpoint("s3Endpoint"));
    }

    /** What it has printed so far. */
    public String output() throws IOException {
        return Files.readString(data.resolve("output.txt"));
    }

    /** The status that a health check answers, {@code live} or {@code ready}. */
    public int health(String check) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(http().resolve("/q/health/" + check)).build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }

    private boolean isReady() throws IOException, InterruptedException {
        if (!process.isAlive()) {
            throw new IllegalStateException("it ended: " + output());
        }
        return Files.exists(data.resolve("endpoints.json")) && health("ready") == 200;
    }

    private String endpoint(String name) {
        try {
            JsonNode endpoints =
                    new ObjectMapper().readTree(data.resolve("endpoints.json").toFile());
            return endpoints.get(name).asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
