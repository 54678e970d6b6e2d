package org.dcgan.problem;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import org.dcgan.message.Json;

/** Sends problem details for requests that reach no end point. */
public final class ProblemAnswer {
    private ProblemAnswer() {}

    /** Sends a problem with its status, and closes the connection: the rest of the request is not read. */
    public static void send(HttpServerResponse response, Problem problem) {
        response.setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .end(Buffer.buffer(Json.write(problem)));
    }
}
