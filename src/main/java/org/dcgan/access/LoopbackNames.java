package org.dcgan.access;

import com.google.common.net.InetAddresses;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dcgan.problem.Problem;
import org.dcgan.problem.ProblemAnswer;

/**
 * If access is anonymous, rejects requests to another host name than localhost, on every route. This prevents DNS rebinding:
 * otherwise a page could reach this process through a browser on this machine, by making its own host name resolve to it.
 */
@Singleton
final class LoopbackNames {
    /** Runs after the rate limit, before everything else. */
    private static final int EARLY = 975;

    private static final Pattern ABSOLUTE_TARGET =
            Pattern.compile("[a-z][a-z0-9+.-]*://([^/?#]*).*", Pattern.CASE_INSENSITIVE);
    /** A name or an IPv4 address, perhaps with the dot of the root, or an IPv6 address in brackets; and perhaps a port. */
    private static final Pattern AUTHORITY = Pattern.compile("(?:\\[([^]]*)]|([a-zA-Z0-9.-]*?)\\.?)(?::\\d{0,5})?");

    private final Provider<Guard> guard;

    /** @param guard looked up later, because filters are created before the settings are read */
    @Inject
    LoopbackNames(Provider<Guard> guard) {
        this.guard = guard;
    }

    void register(@Observes Filters filters) {
        filters.register(this::refuseOthers, EARLY);
    }

    private void refuseOthers(RoutingContext context) {
        if (!guard.get().trustsItsHost()) {
            context.next();
            return;
        }
        List<String> authorities = authorities(context.request());
        if (authorities.isEmpty() && context.request().version() != HttpVersion.HTTP_1_0) {
            refuse(context, Status.BAD_REQUEST, "A request needs the header Host");
        } else if (!authorities.stream().allMatch(LoopbackNames::isLoopback)) {
            refuse(
                    context,
                    Status.FORBIDDEN,
                    "This process answers as localhost; for other names, set dcgan.auth.keys, or dcgan.auth.open to true");
        } else {
            context.next();
        }
    }

    private static void refuse(RoutingContext context, Status status, String detail) {
        ProblemAnswer.send(context.response(), Problem.of(status, detail));
    }

    /** The hosts that a request names, in any place; empty for HTTP/1.0 clients without the header Host, which are not browsers. */
    private static List<String> authorities(HttpServerRequest request) {
        List<String> authorities = new ArrayList<>(request.headers().getAll(HttpHeaders.HOST));
        Matcher absolute = ABSOLUTE_TARGET.matcher(request.uri());
        if (absolute.matches()) {
            authorities.add(absolute.group(1));
        }
        if (request.version() == HttpVersion.HTTP_2 && request.authority() != null) {
            authorities.add(request.authority().toString());
        }
        return authorities;
    }

    static boolean isLoopback(String authority) {
        Matcher matcher = AUTHORITY.matcher(authority);
        if (!matcher.matches()) {
            return false;
        }
        if (matcher.group(1) != null) {
            return InetAddresses.isUriInetAddress("[" + matcher.group(1) + "]")
                    && InetAddresses.forUriString("[" + matcher.group(1) + "]").isLoopbackAddress();
        }
        String name = matcher.group(2);
        return name.equalsIgnoreCase("localhost")
                || InetAddresses.isInetAddress(name)
                        && InetAddresses.forString(name).isLoopbackAddress();
    }
}
