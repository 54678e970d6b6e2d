package org.dcgan.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A real Prometheus that scrapes, takes remote write, and may be restarted. */
final class PrometheusServer {
    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final Path directory;
    private final int port = freePort();
    private Process process;

    /**
     * A server that is not up.
     *
     * @param directory for what it keeps
     * @param targets host and port of what it scrapes every second
     */
    PrometheusServer(Path directory, List<String> targets) throws IOException {
        this.directory = directory;
        Files.writeString(directory.resolve("prometheus.yml"), """
                global: { scrape_interval: 1s }
                scrape_configs:
                  - job_name: dcgan
                    metrics_path: /q/metrics
                    static_configs: [{ targets: %s }]
                """.formatted(json.writeValueAsString(targets)));
    }

    /** Whether Prometheus and promtool are on the path. */
    static boolean isInstalled() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "prometheus"))
                        && Files.isExecutable(Path.of(folder, "promtool")));
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    void start() throws IOException {
        process = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + directory.resolve("prometheus.yml"),
                        "--storage.tsdb.path=" + directory.resolve("prometheus"),
                        "--web.listen-address=127.0.0.1:" + port,
                        "--web.enable-remote-write-receiver")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("prometheus.txt").toFile()))
                .start();
    }

    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    URI remoteWrite() {
        return URI.create("http://127.0.0.1:" + port + "/api/v1/write");
    }

    /** What an expression gives now: a list of series, empty also while the server is not up. */
    JsonNode query(String expression) throws InterruptedException {
        URI url = URI.create("http://127.0.0.1:" + port + "/api/v1/query?query="
                + URLEncoder.encode(expression, StandardCharsets.UTF_8));
        try {
            HttpResponse<byte[]> answer =
                    http.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofByteArray());
            JsonNode tree = json.readTree(answer.body());
            if (!tree.path("status").asText().equals("success")) {
                throw new IllegalArgumentException(expression + ": " + tree);
            }
            return tree.path("data").path("result");
        } catch (IOException e) {
            return json.createArrayNode();
        }
    }

    /** Every sample of one series, by its time. */
    Map<Instant, Double> samples(String series) throws InterruptedException {
        Map<Instant, Double> samples = new TreeMap<>();
        for (JsonNode sample : query(series + "[1h]").path(0).path("values")) {
            samples.put(
                    Instant.ofEpochMilli(Math.round(sample.get(0).asDouble() * 1000)),
                    Double.valueOf(sample.get(1).asText()));
        }
        return samples;
    }

    /** What promtool says to something on its standard input; empty if it has nothing to object. */
    static String promtool(byte[] input, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        Process promtool = new ProcessBuilder(command).redirectErrorStream(true).start();
        promtool.getOutputStream().write(input);
        promtool.getOutputStream().close();
        String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = promtool.waitFor();
        return status == 0 ? "" : said;
    }
}
