package org.dcgan.problem;

import jakarta.ws.rs.HttpMethod;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.TreeSet;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.handlers.ClassRoutingHandler;
import org.jboss.resteasy.reactive.server.handlers.RestInitialHandler.InitialMatch;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper;

/** Finds the methods that the framework's routes offer at the path of a request. */
final class KnownMethods {
    private KnownMethods() {}

    /** The methods of the current request's path, by name; empty if the path does not exist. */
    static Collection<String> here() {
        ResteasyReactiveRequestContext request = CurrentRequestManager.get();
        String path = request.getPathWithoutPrefix();
        RequestMapper<InitialMatch> classes =
                new RequestMapper<>(new ArrayList<>(request.getDeployment().getClassMappers()));
        Collection<String> methods = new TreeSet<>();
        for (var match = classes.map(path); match != null; match = classes.continueMatching(path, match)) {
            addAll(methods, match.value, match.remaining.isEmpty() ? "/" : match.remaining);
        }
        if (methods.contains(HttpMethod.GET)) {
            methods.add(HttpMethod.HEAD);
        }
        return methods;
    }

    private static void addAll(Collection<String> methods, InitialMatch match, String remaining) {
        Arrays.stream(match.handlers)
                .filter(ClassRoutingHandler.class::isInstance)
                .flatMap(routes -> ((ClassRoutingHandler) routes).getMappers().entrySet().stream())
                .filter(route -> route.getKey() != null && route.getValue().map(remaining) != null)
                .forEach(route -> methods.add(route.getKey()));
    }
}
