package org.dcgan.access;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.core.NewCookie;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The session of a browser: the bearer token itself, in a cookie (HttpOnly, SameSite) that scripts cannot read and that requests from
 * other sites do not carry. So pictures and event streams are authenticated too, by every process that accepts the token.
 */
final class Session {
    static final String COOKIE = "dcgan";
    private static final Pattern BEARER = Pattern.compile("(?i)Bearer +([\\w.~+/=-]+)");

    private Session() {}

    /** The bearer token of a request. A token from the cookie is also put where the identity provider's mechanism expects it. */
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
     * The cookie with a token; it lasts until the browser is closed.
     *
     * @param secure whether it is sent over TLS only
     */
    static NewCookie open(String token, boolean secure) {
        return cookie(token).secure(secure).build();
    }

    /** The cookie that deletes the session. */
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
