package org.dcgan.problem;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.dcgan.message.InvalidMessageException;

/** Thrown when a request fails: has the status of the response, and when to retry. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Status status;
    /** A header of the response; its name is null if there is none. */
    private final String header;

    private final String headerValue;

    private ProblemException(Status status, String detail, String header, Object headerValue) {
        super(detail);
        this.status = status;
        this.header = header;
        this.headerValue = String.valueOf(headerValue);
    }

    private ProblemException(Status status, String detail) {
        this(status, detail, null, null);
    }

    private ProblemException(Status status, String detail, Duration retryAfter) {
        this(status, detail, HttpHeaders.RETRY_AFTER, Math.max(1, retryAfter.toSeconds()));
    }

    private ProblemException because(InvalidMessageException why) {
        initCause(why);
        return this;
    }

    /** Forbidden for everybody (403). */
    public static ProblemException forbidden(String detail) {
        return new ProblemException(Status.FORBIDDEN, detail);
    }

    /** Not found (404). */
    public static ProblemException notFound(String detail) {
        return new ProblemException(Status.NOT_FOUND, detail);
    }

    /** It exists, but cannot be used in its current state (409). */
    public static ProblemException conflict(String detail) {
        return new ProblemException(Status.CONFLICT, detail);
    }

    /** A valid field conflicts with the current state (409). */
    public static ProblemException conflict(InvalidMessageException why) {
        return conflict(why.getMessage()).because(why);
    }

    /** The precondition of the request is not met (412). */
    public static ProblemException preconditionFailed(String detail) {
        return new ProblemException(Status.PRECONDITION_FAILED, detail);
    }

    /** The client accepts none of the offered media types (406). */
    public static ProblemException notAcceptable(InvalidMessageException why) {
        return new ProblemException(Status.NOT_ACCEPTABLE, why.getMessage()).because(why);
    }

    /**
     * The body has an unsupported media type (415).
     *
     * @param type the body's media type; null if the request does not say it
     * @param allowed media types
     */
    public static ProblemException unsupported(String type, List<String> allowed) {
        InvalidMessageException why =
                new InvalidMessageException(HttpHeaders.CONTENT_TYPE, type, String.join(" or ", allowed));
        return new ProblemException(
                        Status.UNSUPPORTED_MEDIA_TYPE, why.getMessage(), HttpHeaders.ACCEPT, String.join(", ", allowed))
                .because(why);
    }

    /** The body has a content encoding, such as compression (415). */
    public static ProblemException encoded(String coding) {
        InvalidMessageException why = new InvalidMessageException(HttpHeaders.CONTENT_ENCODING, coding, "identity");
        return new ProblemException(
                        Status.UNSUPPORTED_MEDIA_TYPE, why.getMessage(), HttpHeaders.ACCEPT_ENCODING, "identity")
                .because(why);
    }

    /** A range after the end of an object of so many bytes (416). */
    public static ProblemException unsatisfiable(long size) {
        return new ProblemException(
                Status.REQUESTED_RANGE_NOT_SATISFIABLE,
                "it has " + size + " bytes",
                "Content-Range",
                "bytes */" + size);
    }

    /** The body is too large (413). */
    public static ProblemException tooLarge(String detail) {
        return new ProblemException(Status.REQUEST_ENTITY_TOO_LARGE, detail);
    }

    /** Too many requests (429). */
    public static ProblemException busy(String detail, Duration retryAfter) {
        return new ProblemException(Status.TOO_MANY_REQUESTS, detail, retryAfter);
    }

    /** The client has disconnected (408). */
    public static ProblemException abandoned() {
        return new ProblemException(Status.REQUEST_TIMEOUT, "the client has gone");
    }

    /** Not available yet (503). */
    public static ProblemException unavailable(String detail, Duration retryAfter) {
        return new ProblemException(Status.SERVICE_UNAVAILABLE, detail, retryAfter);
    }

    Status status() {
        return status;
    }

    /** Headers of the response. */
    Map<String, String> headers() {
        return header == null ? Map.of() : Map.of(header, headerValue);
    }
}
