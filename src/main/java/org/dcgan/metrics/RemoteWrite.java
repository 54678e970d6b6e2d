package org.dcgan.metrics;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dcgan.message.LossRecorded;
import org.dcgan.process.StartRefusedException;

/** Client of a remote-write 1.0 receiver, such as Prometheus. */
final class RemoteWrite {
    private static final Duration CONNECTION = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final int TOO_MANY_REQUESTS = 429;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECTION)
            .build();
    private final URI url;
    private final Optional<String> authorization;

    private RemoteWrite(URI url, Optional<String> authorization) {
        this.url = url;
        this.authorization = authorization;
    }

    /**
     * The configured receiver, if there is one.
     *
     * @throws StartRefusedException if its URL is invalid
     */
    static Optional<RemoteWrite> of(MetricsConfig.RemoteWrite config) {
        return config.url().map(url -> {
            if (!SCHEMES.contains(String.valueOf(url.getScheme())) || url.getHost() == null) {
                throw new StartRefusedException(("dcgan.metrics.remote-write.url is '%s': it takes a URL such as"
                                + " http://localhost:9090/api/v1/write.")
                        .formatted(url));
            }
            return new RemoteWrite(url, config.authorization());
        });
    }

    /** A permanent rejection of points. */
    record Refusal(int status, String reason) {
        /** Whether only some of the points may be the cause: the receiver accepts all points of a request or none. */
        boolean concernsPoints() {
            return status == 400;
        }
    }

    /**
     * Sends points.
     *
     * @return empty if they are stored
     * @throws IOException if the receiver is unavailable or busy: send them again
     */
    Optional<Refusal> send(List<LossRecorded> points) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request(points), BodyHandlers.ofString());
        int status = answer.statusCode();
        if (status / 100 == 2) {
            return Optional.empty();
        }
        if (status / 100 == 5 || status == TOO_MANY_REQUESTS) {
            throw new IOException("status " + status + ": " + answer.body().strip());
        }
        return Optional.of(new Refusal(status, answer.body().strip()));
    }

    private HttpRequest request(List<LossRecorded> points) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(ANSWER)
                .header("Content-Type", "application/x-protobuf")
                .header("Content-Encoding", "snappy")
                .header("X-Prometheus-Remote-Write-Version", "0.1.0")
                .header("User-Agent", "dcgan-pipeline");
        authorization.ifPresent(value -> request.header("Authorization", value));
        return request.POST(BodyPublishers.ofByteArray(WriteRequest.of(points).encoded()))
                .build();
    }
}
