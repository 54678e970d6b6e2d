package org.dcgan.access;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.core.NewCookie;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a browser keeps of a sign-in: the bearer token itself, in a cookie that no script reads and that goes with no request of
 * another site's page. So pictures and event streams have it, and it is good for every process that knows the token.
 */
final class Session {
    static final String COOKIE = "dcgan";
    private static final Pattern BEARER = Pattern.compile("(?i)Bearer +([\\w.~+/=-]+)");

    private Session() {}

    /** The bearer token of a request. One in the cookie is put where the identity provider's mechanism looks for it, too. */
    static Optional<String> token(HttpServerRequest request) {
        Cookie cookie = request.getCookie(COOKIE);
        if (cookie != null && !request.headers().contains(HttpHeaders.AUTHORIZATION)) {
            request.headers().set(HttpHeaders.AUTHORIZATION, "Bearer " + cookie.getValue());
        }
        return token(request.getHeader(HttpHeaders.AUTHORIZATION));
    }

    /** The bearer token of a header {@code Authorization}, which may be null. */
    static Optional<String> token(String authorization) {
        return Optional.ofNullable(authorization)
                .map(BEARER::matcher)
                .filter(Matcher::matches)
                .map(header -> header.group(1));
    }

    /**
     * The cookie that keeps a token until the browser ends.
     *
     * @param secure whether it may only go over TLS
     */
    static NewCookie open(String token, boolean secure) {
        return cookie(token).secure(secure).build();
    }

    /** The cookie that makes a browser forget it. */
    static NewCookie closed() {
        return cookie("").maxAge(0).build();
    }

    private static NewCookie.Builder cookie(String value) {
        return new NewCookie.Builder(COOKIE)
                .value(value)
                .path("/")
                .httpOnly(true)
                .sameSite(NewCookie.SameSite.STRICT);
    }
}
