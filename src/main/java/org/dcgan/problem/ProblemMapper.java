package org.dcgan.problem;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.Response.StatusType;
import java.util.Collection;
import org.apache.kafka.common.KafkaException;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.Printable;
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
        e.headers().forEach(answer::header);
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

    /** Handles refusals of the framework: unknown paths, methods and media types. */
    @ServerExceptionMapper
    Response refused(WebApplicationException e, ContainerRequestContext request) {
        StatusType status = e.getResponse().getStatusInfo();
        String path = Printable.line(request.getUriInfo().getPath());
        return switch (status.toEnum()) {
            case NOT_FOUND, METHOD_NOT_ALLOWED -> missing(request.getMethod(), path);
            case BAD_REQUEST ->
                answer(status, "the request cannot be read", null, null, null).build();
            default ->
                answer(status, "the request cannot be answered", null, null, null)
                        .build();
        };
    }

    /** The framework's messages name its classes, and do not distinguish the two cases. */
    private static Response missing(String method, String path) {
        Collection<String> methods = KnownMethods.here();
        if (methods.isEmpty()) {
            return answer(
                            Status.NOT_FOUND,
                            "there is nothing to " + Printable.line(method) + " at " + path,
                            null,
                            null,
                            null)
                    .build();
        }
        String allowed = String.join(", ", methods);
        return answer(
                        Status.METHOD_NOT_ALLOWED,
                        "there is no " + Printable.line(method) + " of " + path,
                        "method",
                        Printable.line(method),
                        allowed)
                .header(HttpHeaders.ALLOW, allowed)
                .build();
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
