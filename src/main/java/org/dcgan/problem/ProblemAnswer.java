package org.dcgan.problem;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import org.dcgan.message.Json;

/** Problem details for requests that no end point sees. */
public final class ProblemAnswer {
    private ProblemAnswer() {}

    /** Ends a response with a problem and its status, and the connection with it: what else the request sends is not read. */
    public static void send(HttpServerResponse response, Problem problem) {
        response.setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .end(Buffer.buffer(Json.write(problem)));
    }
}
