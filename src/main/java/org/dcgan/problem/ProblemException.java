package org.dcgan.problem;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.dcgan.message.InvalidMessageException;

/** A request that is not fulfilled: with the status to answer, and whether to ask again. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Status status;
    /** A header of the answer; its name is null if there is none. */
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

    /** Nobody may do this. */
    public static ProblemException forbidden(String detail) {
        return new ProblemException(Status.FORBIDDEN, detail);
    }

    /** What was asked for is not there. */
    public static ProblemException notFound(String detail) {
        return new ProblemException(Status.NOT_FOUND, detail);
    }

    /** What was asked for is there, and of no use. */
    public static ProblemException conflict(String detail) {
        return new ProblemException(Status.CONFLICT, detail);
    }

    /** A field is in order by itself, and at odds with what is there. */
    public static ProblemException conflict(InvalidMessageException why) {
        return conflict(why.getMessage()).because(why);
    }

    /** It is not what the client wants to have it as. */
    public static ProblemException preconditionFailed(String detail) {
        return new ProblemException(Status.PRECONDITION_FAILED, detail);
    }

    /** The client accepts no form in which it could be answered. */
    public static ProblemException notAcceptable(InvalidMessageException why) {
        return new ProblemException(Status.NOT_ACCEPTABLE, why.getMessage()).because(why);
    }

    /**
     * The body has another form than it may have.
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

    /** The body is compressed, or otherwise encoded. */
    public static ProblemException encoded(String coding) {
        InvalidMessageException why = new InvalidMessageException(HttpHeaders.CONTENT_ENCODING, coding, "identity");
        return new ProblemException(
                        Status.UNSUPPORTED_MEDIA_TYPE, why.getMessage(), HttpHeaders.ACCEPT_ENCODING, "identity")
                .because(why);
    }

    /** A range behind the end of something that has so many bytes. */
    public static ProblemException unsatisfiable(long size) {
        return new ProblemException(
                Status.REQUESTED_RANGE_NOT_SATISFIABLE,
                "it has " + size + " bytes",
                "Content-Range",
                "bytes */" + size);
    }

    /** The body is larger than anything that could be meant. */
    public static ProblemException tooLarge(String detail) {
        return new ProblemException(Status.REQUEST_ENTITY_TOO_LARGE, detail);
    }

    /** Too many ask at once. */
    public static ProblemException busy(String detail, Duration retryAfter) {
        return new ProblemException(Status.TOO_MANY_REQUESTS, detail, retryAfter);
    }

    /** The client has gone, and nobody will read this. */
    public static ProblemException abandoned() {
        return new ProblemException(Status.REQUEST_TIMEOUT, "the client has gone");
    }

    /** It cannot be answered yet. */
    public static ProblemException unavailable(String detail, Duration retryAfter) {
        return new ProblemException(Status.SERVICE_UNAVAILABLE, detail, retryAfter);
    }

    Status status() {
        return status;
    }

    /** Headers of the answer. */
    Map<String, String> headers() {
        return header == null ? Map.of() : Map.of(header, headerValue);
    }
}
