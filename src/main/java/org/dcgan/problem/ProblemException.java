package org.dcgan.problem;

import jakarta.ws.rs.core.Response.Status;
import java.time.Duration;
import java.util.Optional;
import org.dcgan.message.InvalidMessageException;

/** A request that is not fulfilled: with the status to answer, and whether to ask again. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Status status;
    private final Duration retryAfter;

    private ProblemException(Status status, String detail, Duration retryAfter) {
        super(detail);
        this.status = status;
        this.retryAfter = retryAfter;
    }

    /** Nobody may do this. */
    public static ProblemException forbidden(String detail) {
        return new ProblemException(Status.FORBIDDEN, detail, null);
    }

    /** What was asked for is not there. */
    public static ProblemException notFound(String detail) {
        return new ProblemException(Status.NOT_FOUND, detail, null);
    }

    /** What was asked for is there, and of no use. */
    public static ProblemException conflict(String detail) {
        return new ProblemException(Status.CONFLICT, detail, null);
    }

    /** A field is in order by itself, and at odds with what is there. */
    public static ProblemException conflict(InvalidMessageException why) {
        ProblemException conflict = conflict(why.getMessage());
        conflict.initCause(why);
        return conflict;
    }

    /** A range behind the end of what was asked for. */
    public static ProblemException unsatisfiable(String detail) {
        return new ProblemException(Status.REQUESTED_RANGE_NOT_SATISFIABLE, detail, null);
    }

    /** The body is larger than anything that could be meant. */
    public static ProblemException tooLarge(String detail) {
        return new ProblemException(Status.REQUEST_ENTITY_TOO_LARGE, detail, null);
    }

    /** Too many ask at once. */
    public static ProblemException busy(String detail, Duration retryAfter) {
        return new ProblemException(Status.TOO_MANY_REQUESTS, detail, retryAfter);
    }

    /** The client has gone, and nobody will read this. */
    public static ProblemException abandoned() {
        return new ProblemException(Status.REQUEST_TIMEOUT, "the client has gone", null);
    }

    /** It cannot be answered yet. */
    public static ProblemException unavailable(String detail, Duration retryAfter) {
        return new ProblemException(Status.SERVICE_UNAVAILABLE, detail, retryAfter);
    }

    Status status() {
        return status;
    }

    /** When to ask again; empty if the answer will not change by itself. */
    Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
