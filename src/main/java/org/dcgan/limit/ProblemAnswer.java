package org.dcgan.limit;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.core.Response.Status;
import org.dcgan.message.Json;
import org.dcgan.problem.Problem;

/** Problem details for requests that no end point sees. */
final class ProblemAnswer {
    private ProblemAnswer() {}

    static void send(HttpServerResponse response, Status status, String detail) {
        Problem problem =
                new Problem("about:blank", status.getReasonPhrase(), status.getStatusCode(), detail, null, null, null);
        response.setStatusCode(status.getStatusCode())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE) // a body is not waited for
                .end(Buffer.buffer(Json.write(problem)));
    }
}
