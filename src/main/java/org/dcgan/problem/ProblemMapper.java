package org.dcgan.problem;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.Response.StatusType;
import org.apache.kafka.common.KafkaException;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.store.StoreException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns every exception that leaves an end point into problem details. */
final class ProblemMapper {
    private static final Logger LOG = Logger.getLogger(ProblemMapper.class);

    @ServerExceptionMapper
    Response invalid(InvalidMessageException e) {
        return answer(Status.BAD_REQUEST, e.getMessage(), e.field(), e.value(), e.allowed())
                .build();
    }

    @ServerExceptionMapper
    Response problem(ProblemException e) {
        ResponseBuilder answer = e.getCause() instanceof InvalidMessageException why
                ? answer(e.status(), e.getMessage(), why.field(), why.value(), why.allowed())
                : answer(e.status(), e.getMessage(), null, null, null);
        e.retryAfter().ifPresent(after -> answer.header(HttpHeaders.RETRY_AFTER, Math.max(1, after.toSeconds())));
        return answer.build();
    }

    @ServerExceptionMapper
    Response unavailable(StoreException e) {
        LOG.warnf("a request failed: %s", e.getMessage());
        return answer(Status.SERVICE_UNAVAILABLE, "the object store does not answer", null, null, null)
                .header(HttpHeaders.RETRY_AFTER, 5)
                .build();
    }

    @ServerExceptionMapper
    Response unavailable(KafkaException e) {
        LOG.warnf("a request failed: %s", e.getMessage());
        return answer(Status.SERVICE_UNAVAILABLE, "the Kafka broker does not answer", null, null, null)
                .header(HttpHeaders.RETRY_AFTER, 5)
                .build();
    }

    @ServerExceptionMapper({UnauthorizedException.class, AuthenticationFailedException.class})
    Response unknown(SecurityException e) {
        return Response.status(Status.UNAUTHORIZED)
                .header(HttpHeaders.WWW_AUTHENTICATE, Problem.CHALLENGE)
                .type(Problem.MEDIA_TYPE)
                .entity(Problem.unauthorized())
                .build();
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException e) {
        return answer(Status.FORBIDDEN, "your role does not allow it", null, null, null)
                .build();
    }

    /** What the framework refuses by itself: unknown paths, methods and media types; and streams that end before they begin. */
    @ServerExceptionMapper
    Response refused(WebApplicationException e) {
        StatusType status = e.getResponse().getStatusInfo();
        if (status.getFamily() == Status.Family.SUCCESSFUL) {
            return e.getResponse();
        }
        return answer(status, e.getMessage(), null, null, null).build();
    }

    @ServerExceptionMapper
    Response failed(RuntimeException e) {
        LOG.error("a request failed", e);
        return answer(Status.INTERNAL_SERVER_ERROR, "the log says why", null, null, null)
                .build();
    }

    private static ResponseBuilder answer(
            StatusType status, String detail, String field, String value, String allowed) {
        Problem problem = Problem.of(status, detail, field, value, allowed);
        return Response.status(status).type(Problem.MEDIA_TYPE).entity(problem);
    }
}
