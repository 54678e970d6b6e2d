package org.dcgan.http;

import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.dcgan.problem.ProblemException;

/** The preconditions of a request on an entity tag (RFC 9110, section 13). */
public final class Preconditions {
    private static final String ANY = "*";
    /** With quotes, as in RFC 9110, or without, as some clients send it. */
    private static final Pattern TAG = Pattern.compile("(W/)?(?:\"([^\"]*)\"|([^\\s,\"]+))");

    private Preconditions() {}

    /** Whether the request has preconditions. */
    public static boolean areGiven(HttpHeaders request) {
        return !isEmpty(request.getRequestHeader(HttpHeaders.IF_MATCH))
                || !isEmpty(request.getRequestHeader(HttpHeaders.IF_NONE_MATCH));
    }

    /**
     * Whether the client has this already, so that 304 is the answer.
     *
     * @throws ProblemException if the request requires another tag
     */
    public static boolean isUnchanged(HttpHeaders request, EntityTag tag) {
        List<String> wanted = request.getRequestHeader(HttpHeaders.IF_MATCH);
        if (!isEmpty(wanted) && !matches(wanted, tag, true)) {
            throw ProblemException.preconditionFailed("its ETag is now \"" + tag.getValue() + "\"");
        }
        List<String> known = request.getRequestHeader(HttpHeaders.IF_NONE_MATCH);
        return !isEmpty(known) && matches(known, tag, false);
    }

    /** Whether a range applies to the current content: there is no {@code If-Range} header, or it has this tag. */
    public static boolean isSameRange(String ifRange, EntityTag tag) {
        return ifRange == null || ifRange.isBlank() || matches(List.of(ifRange), tag, true);
    }

    private static boolean isEmpty(List<String> headers) {
        return headers == null || headers.stream().allMatch(String::isBlank);
    }

    /** @param strongly whether a weak tag matches nothing */
    private static boolean matches(List<String> headers, EntityTag tag, boolean strongly) {
        return headers.stream()
                .anyMatch(header -> header.strip().equals(ANY)
                        || TAG.matcher(header).results().anyMatch(found -> matches(found, tag, strongly)));
    }

    private static boolean matches(MatchResult found, EntityTag tag, boolean strongly) {
        boolean isWeak = found.group(1) != null;
        String value = found.group(2) == null ? found.group(3) : found.group(2);
        return value.equals(tag.getValue()) && !(strongly && isWeak);
    }
}
