package org.dcgan.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.dcgan.Program;
import org.dcgan.TopicReader;
import org.dcgan.checkpoint.LossPoint;
import org.dcgan.message.Json;
import org.dcgan.message.LossRecorded;
import org.dcgan.message.QualityMeasured;
import org.dcgan.message.Scores;
import org.dcgan.topic.Publisher;
import org.dcgan.topic.Topic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A run of the packaged program whose publisher is killed in the middle, and a real Prometheus that is away for a while.
 *
 * <p>One process trains and serves, another publishes, Prometheus scrapes both.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrometheusIT {
    private static final Duration PATIENCE = Duration.ofSeconds(180);
    /** Three epochs of forty iterations, each recorded. */
    private static final int POINTS = 120;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Program> started = new ArrayList<>();
    private Path directory;
    private Program pipeline;
    private PrometheusServer prometheus;
    private String publisherAddress;
    private String pipelineAddress;
    private List<LossRecorded> recorded;

    @BeforeAll
    void runWithOutages() throws Exception {
        assumeTrue(
                PrometheusServer.isInstalled(),
                "prometheus and promtool are not on the path: on Debian, apt-get install prometheus");
        directory = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "prometheus");
        publisherAddress = "127.0.0.1:" + PrometheusServer.freePort();
        pipelineAddress = "127.0.0.1:" + PrometheusServer.freePort();
        prometheus = new PrometheusServer(directory, List.of(publisherAddress, pipelineAddress));
        prometheus.start();
        startPipeline();
        judgeRun();
        Program publisher = startPublisher();
        awaitPoints(10);

        prometheus.stop();
        await().atMost(PATIENCE)
                .until(() -> get(publisherAddress, "/q/health/ready").contains("waits: "));
        prometheus.start();
        awaitPoints(20);
        publisher.kill();
        int points = points();
        await().pollInSameThread().atMost(PATIENCE).until(() -> recorded().size() >= Math.min(points + 5, POINTS));
        startPublisher();
        awaitPoints(POINTS);
        recorded = recorded();
    }

    @AfterAll
    void stop() throws Exception {
        for (Program program : started) {
            program.kill();
        }
        if (prometheus != null) {
            prometheus.stop();
        }
    }

    @ParameterizedTest
    @MethodSource("seriesAndValues")
    void everyPointIsThereAtItsTime(String series, Function<LossRecorded, Number> value) throws Exception {
        Map<Instant, Double> expected = new TreeMap<>();
        recorded.forEach(loss -> expected.put(
                Instant.ofEpochMilli(loss.at().toEpochMilli()),
                value.apply(loss).doubleValue()));

        assertThat(recorded).hasSize(POINTS);
        assertThat(prometheus.samples(series)).isEqualTo(expected);
    }

    static Stream<Arguments> seriesAndValues() {
        return Stream.of(
                arguments("dcgan_loss{job_id='run', network='discriminator'}", value(LossRecorded::discriminatorLoss)),
                arguments("dcgan_loss{job_id='run', network='generator'}", value(LossRecorded::generatorLoss)),
                arguments("dcgan_score{job_id='run', input='real'}", value(LossRecorded::realScore)),
                arguments("dcgan_score{job_id='run', input='fake'}", value(LossRecorded::fakeScore)),
                arguments("dcgan_step{job_id='run'}", value(LossRecorded::step)),
                arguments("dcgan_epoch{job_id='run'}", value(LossRecorded::epoch)),
                arguments("dcgan_images_per_second{job_id='run'}", value(LossRecorded::imagesPerSecond)));
    }

    private static Function<LossRecorded, Number> value(Function<LossRecorded, Number> value) {
        return value;
    }

    @Test
    void thePointsAreThoseThatTheRunKeeps() throws Exception {
        Path kept = directory.resolve("pipeline/s3/dcgan/jobs/run/losses/losses.json");
        await().atMost(PATIENCE).until(() -> Files.exists(kept));

        assertThat(Json.readList(Files.readAllBytes(kept), LossPoint.class))
                .isEqualTo(recorded.stream()
                        .map(loss -> new LossPoint(
                                loss.epoch(),
                                loss.iteration(),
                                loss.step(),
                                loss.saveStep(),
                                loss.discriminatorLoss(),
                                loss.generatorLoss(),
                                loss.realScore(),
                                loss.fakeScore()))
                        .toList());
    }

    @Test
    void lossesThatAreSentAreNotScrapedAsWell() throws Exception {
        assertThat(get(publisherAddress, "/q/metrics")).contains("dcgan_steps").doesNotContain("dcgan_loss");
    }

    @ParameterizedTest
    @MethodSource("expressions")
    void everyExpressionOfADashboardGivesData(Dashboard dashboard, String expression) {
        await().atMost(PATIENCE).until(() -> {
            get(pipelineAddress, "/samples?count=4");
            return hasNumbers(prometheus.query(expression));
        });
    }

    private static boolean hasNumbers(JsonNode series) {
        return StreamSupport.stream(series.spliterator(), false)
                .anyMatch(one -> !one.at("/value/1").asText().equals("NaN"));
    }

    static Stream<Arguments> expressions() throws IOException {
        return Dashboard.all().stream().flatMap(dashboard -> dashboard.expressions().stream()
                .map(expression -> arguments(dashboard, expression)));
    }

    @Test
    void seriesAreNamedAndExplainedAsPrometheusWantsIt() throws Exception {
        for (String process : List.of(publisherAddress, pipelineAddress)) {
            byte[] scrape = get(process, "/q/metrics").getBytes(UTF_8);
            assertThat(PrometheusServer.promtool(scrape, "check", "metrics")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"check config grafana/prometheus/prometheus.yml", "test rules grafana/prometheus/alerts.test.yml"
            })
    void theConfigurationHoldsAndAlertsFireWhenTheyShould(String check) throws Exception {
        assertThat(PrometheusServer.promtool(new byte[0], check.split(" "))).isEmpty();
    }

    /** No process here is a judge, which would take the time of the others. */
    private void judgeRun() {
        Scores scores = new Scores(12.5, 0.25, 8.5, 0.75, 0.5, 0.875, List.of(0.5, 0.5));
        new Publisher(() -> Map.of("bootstrap.servers", pipeline.bootstrapServers()))
                .publish(
                        Topic.QUALITIES,
                        "run/0",
                        new QualityMeasured(
                                "run", 0, 40, "sum", "judge", 5_000, scores, null, null, null, Instant.EPOCH));
    }

    private void awaitPoints(int least) {
        await().atMost(PATIENCE).until(() -> points() >= least);
    }

    private int points() throws InterruptedException {
        return prometheus.samples("dcgan_step{job_id='run'}").size();
    }

    private List<LossRecorded> recorded() throws IOException {
        return new TopicReader(Map.of("bootstrap.servers", pipeline.bootstrapServers()))
                .read(Topic.LOSSES, "run", LossRecorded.class);
    }

    private void startPipeline() throws IOException {
        pipeline = start(
                "pipeline",
                List.of("dcgan.roles=trainer,sampler,console", "quarkus.http.port=" + port(pipelineAddress)),
                List.of("train", "--id", "run", "--epochs", "3", "--limit", "2560", "--record-every", "1", "--stay"));
        pipeline.awaitReady();
    }

    private Program startPublisher() throws IOException {
        return start(
                "publisher",
                List.of(
                        "dcgan.roles=metrics",
                        "quarkus.http.port=" + port(publisherAddress),
                        "kafka.bootstrap.servers=" + pipeline.bootstrapServers(),
                        "dcgan.metrics.remote-write.url=" + prometheus.remoteWrite()),
                List.of());
    }

    private Program start(String name, List<String> settings, List<String> arguments) throws IOException {
        Program program = Program.start(directory.resolve(name), settings, arguments);
        started.add(program);
        return program;
    }

    /** What a process answers; empty while it does not. */
    private String get(String address, String path) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address + path))
                .header("Accept", "text/plain; version=0.0.4, application/json, */*")
                .build();
        try {
            return http.send(request, BodyHandlers.ofString()).body();
        } catch (IOException e) {
            return "";
        }
    }

    private static String port(String address) {
        return address.substring(address.indexOf(':') + 1);
    }
}
