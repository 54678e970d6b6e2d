package org.dcgan.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.dcgan.checkpoint.Checkpoint;
import org.dcgan.checkpoint.Checkpoints;
import org.dcgan.checkpoint.JobObjects;
import org.dcgan.gan.Dcgan;
import org.dcgan.message.JobState;
import org.dcgan.message.JobState.State;
import org.dcgan.store.ObjectStore;
import org.dcgan.topic.Publisher;
import org.dcgan.topic.Topic;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests as clients really send them, to every end point that has to do with what they send. */
@QuarkusTest
class RequestsTest {
    private static final String JOB = "requests";
    private static final String PICTURE = "/samples?count=1&job=requests&epoch=0";
    private static final String OBJECT = "/jobs/requests/objects/digits.txt";
    private static final String LONG_OBJECT = "/jobs/requests/objects/long.json";
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(Version.HTTP_1_1).build();
    private static final ObjectMapper JSON = new ObjectMapper();

    @Inject
    Checkpoints checkpoints;

    @Inject
    ObjectStore store;

    @Inject
    Publisher publisher;

    @TestHTTPResource
    URI http;

    @BeforeEach
    void storeARun() throws Exception {
        if (get("/jobs/requests").statusCode() == 200) {
            return;
        }
        checkpoints.saveEpoch(new JobObjects(JOB), new Checkpoint(0, 1, Dcgan.initial(100, 1), List.of()));
        store.put("jobs/requests/digits.txt", "0123456789".getBytes(UTF_8), "text/plain");
        store.put("jobs/requests/long.json", "[0]".repeat(1_000).getBytes(UTF_8), "application/json");
        publisher.publish(
                Topic.JOB_STATES,
                JOB,
                new JobState(JOB, State.SUCCEEDED, 1, 0, 0, 0, 100, "worker", null, null, Instant.EPOCH));
        await().atMost(Duration.ofSeconds(60)).until(() -> get("/jobs/requests").statusCode() == 200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                PICTURE + " | text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2 | image/png",
                PICTURE + " | IMAGE/PNG;q= | image/png",
                PICTURE + " | image/png;q=0, * | application/x-npy",
                "/latents?count=1&job=requests&epoch=0 | APPLICATION/x-npy; | application/x-npy",
                "/internals?layer=-1&job=requests&epoch=0 | application/json;q=1, application/x-npy ; q=.5 | application/x-npy",
                "/internals?job=requests&epoch=0 | image/png, application/json; | application/json",
                "/jobs/requests/losses | ,IMAGE/png | image/png",
                "/jobs | text/html, *; q=.2 | application/json",
                "/jobs/requests/events | TEXT/event-stream;q= | text/event-stream",
                "/q/metrics | text/html, image/gif, *; q=.2, */*; q=.2 | text/plain",
                "/q/metrics | ,TEXT/plain;q= | text/plain",
            })
    void aClientIsAnsweredInTheFormThatItMeans(String path, String accept, String type) throws Exception {
        HttpResponse<byte[]> answer = get(path, "Accept", accept);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith(type);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                PICTURE + " | text/html | image/png or application/x-npy",
                PICTURE + " | */*;q=0 | image/png or application/x-npy",
                "/internals | image/png | application/json",
                "/jobs | text/html | application/json",
                "/jobs/requests/losses | text/html | application/json or image/png",
                "/jobs/requests/events | application/json | text/event-stream",
                "/q/metrics | image/png | text/plain or application/openmetrics-text",
                "/q/metrics | */*;q=0 | text/plain or application/openmetrics-text",
            })
    void aClientThatAcceptsNoFormIsToldWhichThereAre(String path, String accept, String allowed) throws Exception {
        HttpResponse<byte[]> refusal = get(path, "Accept", accept);

        assertThat(refusal.statusCode()).isEqualTo(406);
        assertThat(problem(refusal).path("allowed").asText()).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST | /jobs | text/plain | application/json",
                "POST | /jobs | application/x-www-form-urlencoded | application/json",
                "POST | /jobs | json | application/json",
                "PUT | /checkpoints/served | text/plain | application/json",
                "POST | /scores | image/gif | image/png, application/x-npy",
            })
    void aBodyOfAnotherFormIsRefusedWithThoseThereAre(String method, String path, String type, String allowed)
            throws Exception {
        HttpResponse<byte[]> refusal = send(method, path, "{}", "Content-Type", type);

        assertThat(refusal.statusCode()).isEqualTo(415);
        assertThat(refusal.headers().firstValue("Accept")).hasValue(allowed);
        assertThat(problem(refusal).path("allowed").asText()).isEqualTo(allowed.replace(", ", " or "));
    }

    @Test
    void aBodyThatIsCompressedIsRefused() throws Exception {
        HttpResponse<byte[]> refusal = send("POST", "/jobs", "{}", "Content-Encoding", "gzip");

        assertThat(refusal.statusCode()).isEqualTo(415);
        assertThat(refusal.headers().firstValue("Accept-Encoding")).hasValue("identity");
        assertThat(problem(refusal).path("field").asText()).isEqualTo("Content-Encoding");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "APPLICATION/JSON",
                "application/json;",
                "application/json; charset=\"utf-8\"",
                "application/json;charset=none"
            })
    void aBodyIsReadByItsTypeAlone(String type) throws Exception {
        HttpResponse<byte[]> refusal = send("POST", "/jobs", "{\"epochs\":0}", "Content-Type", type);

        assertThat(problem(refusal).path("field").asText()).isEqualTo("epochs");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "/samples?cuont=4 | cuont | there is no parameter cuont: did you mean count?",
                "/samples?Seed=4 | Seed | there is no parameter Seed: did you mean seed?",
                "/samples?frames=4 | frames | there is no parameter frames",
                "/samples/0?generatr=plain | generatr | there is no parameter generatr: did you mean generator?",
                "/interpolations?form=1&to=2 | form | there is no parameter form: did you mean from?",
                "/jobs?stat=RUNNING | stat | there is no parameter stat: did you mean state?",
                "/jobs/requests?verbose | verbose | there is no parameter verbose",
                "/jobs/requests/events?since=1 | since | there is no parameter since",
                "/checkpoints?sotr=quality | sotr | there is no parameter sotr: did you mean sort?",
                "/samples?count=1&count=2 | count | count must be given once, was 1 and 2",
                "/jobs?limit=1&limit=1 | limit | limit must be given once, was 1 and 1",
                "/samples?job=requests | epoch | epoch is missing: it must be a whole number from 0 to 2147483647",
                "/samples?epoch=0 | job | job is missing: it must be given with an epoch",
                "/interpolations?from=1 | to | to is missing: it must be a whole number from -9223372036854775808 to 9223372036854775807",
                "/samples?job=&epoch=0 | job | job is missing: it must be given with an epoch",
                "/arithmetic | plus | plus is missing: it must be one or more seeds, such as 1,2,3",
                "/samples?count=%D9%A3 | count | count must be a whole number from 1 to 1024, was ٣",
                "/arithmetic?plus=%D9%A3 | plus | plus must be a whole number from -9223372036854775808 to 9223372036854775807, was ٣",
                "/samples?seed=9223372036854775808 | seed | seed must be a whole number from -9223372036854775808 to 9223372036854775807, was 9223372036854775808",
                "/jobs?limit=%D9%A3 | limit | limit must be a whole number from 1 to 500, was ٣",
            })
    void aParameterThatIsWrongIsNamed(String path, String field, String detail) throws Exception {
        HttpResponse<byte[]> refusal = get(path);

        assertThat(refusal.statusCode()).isEqualTo(400);
        assertThat(problem(refusal).path("field").asText()).isEqualTo(field);
        assertThat(problem(refusal).path("detail").asText()).isEqualTo(detail);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST | /jobs | {\"epoch\":7} | there is no field epoch: did you mean epochs?",
                "POST | /jobs | {\"batch_size\":7} | there is no field batch_size: did you mean batchSize?",
                "PUT | /checkpoints/served | {\"jobId\":\"requests\",\"epoch\":0,\"generator\":1} | there is no field generator",
                "PUT | /checkpoints/served | {\"jobId\":\"requests\"} | epoch is missing: it must be a whole number from 0",
                "POST | /jobs | {\"epochs\":1.5} | epochs must be a whole number, was 1.5",
                "POST | /jobs | {\"epochs\":1 | message must be a JSON object, was cut off at line 1, column 12",
                "POST | /jobs | {\"seed\":99999999999999999999} | seed must be a whole number from -9223372036854775808 to 9223372036854775807, was 99999999999999999999",
            })
    void aBodyThatIsWrongIsNamed(String method, String path, String body, String detail) throws Exception {
        HttpResponse<byte[]> refusal = send(method, path, body, "Content-Type", "application/json");

        assertThat(refusal.statusCode()).isEqualTo(400);
        assertThat(problem(refusal).path("detail").asText()).isEqualTo(detail);
    }

    @ParameterizedTest
    @CsvSource({PICTURE, OBJECT})
    void anEntityTagIsComparedAsClientsSendIt(String path) throws Exception {
        String tag = get(path).headers().firstValue("ETag").orElseThrow();

        assertThat(get(path, "If-None-Match", tag).statusCode()).isEqualTo(304);
        assertThat(get(path, "If-None-Match", "W/" + tag).statusCode()).isEqualTo(304);
        assertThat(get(path, "If-None-Match", "\"a,b\", W/\"c\" ," + tag).statusCode())
                .isEqualTo(304);
        assertThat(get(path, "If-None-Match", "\"a\"", "If-None-Match", tag).statusCode())
                .isEqualTo(304);
        assertThat(get(path, "If-None-Match", "*").statusCode()).isEqualTo(304);
        assertThat(get(path, "If-None-Match", tag.replace("\"", "")).statusCode())
                .isEqualTo(304);
        assertThat(get(path, "If-None-Match", "W/\"").statusCode()).isEqualTo(200);
        assertThat(get(path, "If-None-Match", "").statusCode()).isEqualTo(200);
        assertThat(get(path, "If-Match", tag).statusCode()).isEqualTo(200);
        assertThat(get(path, "If-Match", "*").statusCode()).isEqualTo(200);
        assertThat(get(path, "If-Match", "W/" + tag).statusCode()).isEqualTo(412);
        assertThat(problem(get(path, "If-Match", "\"a\"")).path("detail").asText())
                .contains(tag);
    }

    @Test
    void servesARangeIfItsEntityTagMatches() throws Exception {
        String tag = get(OBJECT).headers().firstValue("ETag").orElseThrow();

        assertThat(get(OBJECT, "Range", "bytes=0-1", "If-Range", tag).statusCode())
                .isEqualTo(206);
        assertThat(get(OBJECT, "Range", "bytes=0-1", "If-Range", "W/" + tag).statusCode())
                .isEqualTo(200);
        assertThat(get(OBJECT, "Range", "Bytes=0-1").statusCode()).isEqualTo(206);
        HttpResponse<byte[]> behind = get(OBJECT, "Range", "bytes=10-");
        assertThat(behind.statusCode()).isEqualTo(416);
        assertThat(behind.headers().firstValue("Content-Range")).hasValue("bytes */10");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/metrics", "/q/openapi", "/console/style.css", "/console/main.js", LONG_OBJECT})
    void longTextsAreCompressedForWhoeverAcceptsIt(String path) throws Exception {
        HttpResponse<byte[]> plain = get(path);

        HttpResponse<byte[]> compressed = get(path, "Accept-Encoding", "br, gzip;q=0.5");

        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(compressed.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(compressed.headers().allValues("Vary"))
                .singleElement()
                .asString()
                .containsIgnoringCase("accept-encoding");
        assertThat(compressed.body().length).isLessThan(plain.body().length / 2);
        assertThat(unzipped(compressed.body())).startsWith(new String(plain.body(), 0, 16, UTF_8));
        HttpResponse<byte[]> head = send("HEAD", path, "", "Accept-Encoding", "gzip");
        assertThat(head.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(head.headers().firstValue("Content-Length")).isEmpty();
        assertThat(head.headers().firstValue("ETag"))
                .isEqualTo(compressed.headers().firstValue("ETag"));
    }

    @Test
    void aClientThatWouldRatherSpeakHttp2IsAnswered() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(http.resolve("/q/metrics"))
                .version(Version.HTTP_2)
                .header("Accept-Encoding", "gzip")
                .build();

        HttpResponse<byte[]> compressed = HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());

        assertThat(compressed.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(unzipped(compressed.body())).contains("dcgan_jobs");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Upgrade: h2c~Connection: Upgrade",
                "Upgrade: h2c~Connection: Upgrade, HTTP2-Settings",
                "Upgrade: h2c",
                "Upgrade: h2c~Connection: Upgrade, HTTP2-Settings~HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA",
                "Upgrade: websocket~Connection: Upgrade",
            })
    void anUpgradeIsNotMade(String headers) throws Exception {
        assertThat(ask("GET /q/health/live HTTP/1.1~Host: localhost~" + headers))
                .isEqualTo("HTTP/1.1 200 OK");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GZIP",
                "x-gzip",
                "X-GZIP",
                "gzip;q=0.5",
                "gzip ; q=0.5",
                "identity;q=0.1, gzip;q=0.9",
                "*",
                "br,gzip"
            })
    void gzipIsKnownByEachOfItsSpellings(String accepted) throws Exception {
        HttpClient fresh = HttpClient.newBuilder().version(Version.HTTP_1_1).build();
        for (int request = 0; request < 2; request++) { // the first one of a connection as well as the next
            HttpResponse<byte[]> compressed = fresh.send(
                    HttpRequest.newBuilder(http.resolve(LONG_OBJECT))
                            .header("Accept-Encoding", accepted)
                            .build(),
                    BodyHandlers.ofByteArray());

            assertThat(compressed.headers().firstValue("Content-Encoding")).hasValue("gzip");
            assertThat(unzipped(compressed.body())).startsWith("[0][0]");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "gzip;q=0", "br", "", "gzipped", "identity;q=0.9, gzip;q=0.1"})
    void whatIsNotAcceptedIsNotSent(String accepted) throws Exception {
        HttpResponse<byte[]> plain = get(LONG_OBJECT, "Accept-Encoding", accepted);

        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(new String(plain.body(), UTF_8)).startsWith("[0][0]");
    }

    @ParameterizedTest
    @CsvSource({PICTURE, OBJECT, "/jobs", "/jobs/requests/losses", "/q/metrics", "/internals?job=requests&epoch=0"})
    void everyAnswerOfAPathVariesByTheSameHeaders(String path) throws Exception {
        HttpResponse<byte[]> found = get(path);
        List<String> vary = found.headers().allValues("Vary");

        assertThat(vary).hasSize(1);
        assertThat(get(path, "Accept-Encoding", "gzip").headers().allValues("Vary"))
                .isEqualTo(vary);
        assertThat(send("HEAD", path, "").headers().allValues("Vary")).isEqualTo(vary);
        found.headers().firstValue("ETag").ifPresent(tag -> assertThat(vary(path, "If-None-Match", tag))
                .isEqualTo(vary));
        HttpResponse<byte[]> other = get(path, "Accept", "text/html");
        assertThat(other.headers().allValues("Vary")).isEqualTo(vary);
    }

    private List<String> vary(String path, String... headers) {
        try {
            HttpResponse<byte[]> answer = get(path, headers);
            assertThat(answer.statusCode()).isEqualTo(304);
            return answer.headers().allValues("Vary");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "https://example.com", "http://localhost:1", "", "file://"})
    void anotherOriginIsRefusedByName(String origin) throws Exception {
        HttpResponse<byte[]> refusal = get("/jobs", "Origin", origin);

        assertThat(refusal.statusCode()).isEqualTo(403);
        assertThat(problem(refusal).path("field").asText()).isEqualTo("Origin");
    }

    @Test
    void thePagesOwnOriginIsServed() throws Exception {
        String own = "http://" + http.getAuthority();

        assertThat(get("/jobs", "Origin", own).statusCode()).isEqualTo(200);
        assertThat(ask("GET /q/health/live HTTP/1.1~Host: localhost~Origin: http://localhost:80"))
                .isEqualTo("HTTP/1.1 200 OK");
    }

    private String ask(String request) throws IOException {
        return whole(request).lines().findFirst().orElse("");
    }

    private String whole(String request) throws IOException {
        try (Socket socket = new Socket(http.getHost(), http.getPort())) {
            socket.setSoTimeout(10_000);
            String bytes = request.replace("~", "\r\n") + "\r\n" + "X: y\r\n\r\n";
            socket.getOutputStream().write(bytes.getBytes(UTF_8));
            byte[] answer = new byte[8_192];
            int length = socket.getInputStream().read(answer);
            return new String(answer, 0, Math.max(0, length), UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/jobs/requests", OBJECT, PICTURE})
    void aHeadOfWhatIsShortOrNoTextClaimsNoCompression(String path) throws Exception {
        assertThat(send("HEAD", path, "", "Accept-Encoding", "gzip").headers().firstValue("Content-Encoding"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {PICTURE, OBJECT, "/jobs/requests/events", "/jobs/requests"})
    void whatIsShortOrNoTextOrLiveIsNotCompressed(String path) throws Exception {
        HttpResponse<byte[]> answer = get(path, "Accept-Encoding", "gzip");

        assertThat(answer.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(answer.headers().allValues("Vary")).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void partsAreNotCompressedAndCompressedTextsHaveAnotherTag() throws Exception {
        String tag = get(LONG_OBJECT).headers().firstValue("ETag").orElseThrow();

        HttpResponse<byte[]> part = get(LONG_OBJECT, "Accept-Encoding", "gzip", "Range", "bytes=0-2000");
        HttpResponse<byte[]> compressed = get(LONG_OBJECT, "Accept-Encoding", "gzip");

        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(part.body()).hasSize(2_001);
        assertThat(compressed.headers().firstValue("ETag")).hasValue("W/" + tag);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /nothing, 404, there is nothing to GET at /nothing",
        "GET, /jobs/requests/nothing, 404, there is nothing to GET at /jobs/requests/nothing",
        "PUT, /jobs, 405, there is no PUT of /jobs",
        "POST, /jobs/requests/losses, 405, there is no POST of /jobs/requests/losses",
    })
    void whatIsNotThereIsNamed(String method, String path, int status, String detail) throws Exception {
        HttpResponse<byte[]> refusal = send(method, path, "");

        assertThat(refusal.statusCode()).isEqualTo(status);
        assertThat(problem(refusal).path("detail").asText()).isEqualTo(detail);
    }

    @Test
    void namesTheAllowedMethodsForAnUnknownOne() throws Exception {
        assertThat(send("PUT", "/jobs", "").headers().firstValue("Allow")).hasValue("GET, HEAD, POST");
        assertThat(send("POST", "/jobs/requests", "").headers().firstValue("Allow"))
                .hasValue("DELETE, GET, HEAD");
        assertThat(send("PUT", "/jobs/requests/losses", "").headers().firstValue("Allow"))
                .hasValue("GET, HEAD");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                PICTURE,
                "/internals?job=requests&epoch=0",
                OBJECT,
                "/jobs",
                "/jobs/requests/events",
                "/q/metrics",
                "/"
            })
    void noHeaderFailsARequest(String path) throws Exception {
        List<String> names = List.of(
                "Accept",
                "Accept-Charset",
                "Accept-Encoding",
                "Accept-Language",
                "Authorization",
                "Content-Type",
                "Cookie",
                "If-Match",
                "If-Modified-Since",
                "If-None-Match",
                "If-Range",
                "Last-Event-ID",
                "Origin",
                "Range",
                "X-Forwarded-For");
        List<String> values = List.of(
                "",
                ",",
                ";",
                "\"",
                "W/\"",
                "=",
                "*",
                "/",
                "a/b;q=",
                "de-;q=x",
                "bytes=-",
                "Bearer",
                "99999999999999999999",
                "é",
                "x".repeat(3_000));
        for (String name : names) {
            for (String value : values) {
                assertThat(get(path, name, value).statusCode())
                        .as("%s: %s", name, value)
                        .isLessThan(500);
            }
        }
    }

    @Test
    void aHeadOfEventsOpensNoStream() throws Exception {
        publisher.publish(
                Topic.JOB_STATES,
                "running",
                new JobState("running", State.RUNNING, 1, 0, 0, 0, 100, "worker", null, null, Instant.EPOCH));
        await().until(() -> get("/jobs/running").statusCode() == 200);

        for (int i = 0; i < 40; i++) { // more than one client may have
            assertThat(send("HEAD", "/jobs/running/events", "").statusCode()).isEqualTo(200);
        }
    }

    private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        return send("GET", path, "", headers);
    }

    private HttpResponse<byte[]> send(String method, String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(http.resolve(path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static JsonNode problem(HttpResponse<byte[]> answer) throws IOException {
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        return JSON.readTree(answer.body());
    }

    private static String unzipped(byte[] bytes) throws IOException {
        return new String(new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes(), UTF_8);
    }
}
