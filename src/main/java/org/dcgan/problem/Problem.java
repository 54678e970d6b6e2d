package org.dcgan.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.Response.StatusType;
import org.dcgan.message.InvalidMessageException;

/**
 * Problem details as in RFC 9457, with three additional members.
 *
 * @param type type of problem; {@code about:blank} if the status says everything
 * @param title the status in words
 * @param status the HTTP status
 * @param detail what is wrong, in a sentence
 * @param field the invalid parameter or field; absent if there is none
 * @param value its value
 * @param allowed what would be accepted
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String type, String title, int status, String detail, String field, String value, String allowed) {
    /** The media type of problem details. */
    public static final String MEDIA_TYPE = "application/problem+json";
    /** The challenge in the header {@code WWW-Authenticate}. */
    public static final String CHALLENGE = "Bearer";

    /** A problem without a field. */
    public static Problem of(StatusType status, String detail) {
        return of(status, detail, null, null, null);
    }

    /** A problem with a field or a header. */
    public static Problem of(StatusType status, InvalidMessageException why) {
        return of(status, why.getMessage(), why.field(), why.value(), why.allowed());
    }

    static Problem of(StatusType status, String detail, String field, String value, String allowed) {
        return new Problem(
                "about:blank", status.getReasonPhrase(), status.getStatusCode(), detail, field, value, allowed);
    }

    /** A missing or unknown key or token. */
    public static Problem unauthorized() {
        return of(Status.UNAUTHORIZED, "a known key or token is needed: Authorization: Bearer KEY");
    }
}
