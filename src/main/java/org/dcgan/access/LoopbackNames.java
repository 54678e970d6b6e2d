package org.dcgan.access;

import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;
import org.dcgan.problem.ProblemException;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses requests for another host's name where nobody is asked who they are. A page on that host would otherwise reach this
 * process through a browser on this machine, once its name is made to point here.
 */
@Singleton
final class LoopbackNames {
    private static final Pattern LOOPBACK = Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d+)?");

    private final Provider<Guard> guard;

    /** @param guard asked when there are settings: filters are made before */
    @Inject
    LoopbackNames(Provider<Guard> guard) {
        this.guard = guard;
    }

    @ServerRequestFilter(preMatching = true)
    public void refuseOthers(HttpServerRequest request) {
        String host = String.valueOf(request.authority());
        if (guard.get().trustsItsHost() && !LOOPBACK.matcher(host).matches()) {
            throw ProblemException.forbidden(
                    "This process answers as localhost; for other names, set dcgan.auth.keys, or dcgan.auth.open to true");
        }
    }
}
