package org.dcgan.http;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.problem.ProblemException;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Checks requests against the declarations of their end points: media types of responses and bodies, and query parameters. The
 * headers {@code Accept} and {@code Content-Type} are hidden from the framework, whose parsers are stricter and differ from each
 * other.
 */
@Singleton
public final class Negotiation {
    private static final String ACCEPTED = AcceptedTypes.class.getName();
    private static final String SENT = HttpHeaders.CONTENT_TYPE;

    private final CurrentVertxRequest current;
    private final Map<Method, DeclaredParameters> parameters = new ConcurrentHashMap<>();

    @Inject
    Negotiation(CurrentVertxRequest current) {
        this.current = current;
    }

    /** Runs before an end point is selected. */
    @ServerRequestFilter(preMatching = true)
    public void setAside(ContainerRequestContext request) {
        MultivaluedMap<String, String> headers = request.getHeaders();
        RoutingContext context = current.getCurrent();
        context.put(ACCEPTED, AcceptedTypes.of(headers.getOrDefault(HttpHeaders.ACCEPT, List.of())));
        headers.putSingle(HttpHeaders.ACCEPT, MediaType.WILDCARD);
        Optional.ofNullable(headers.getFirst(HttpHeaders.CONTENT_TYPE)).ifPresent(type -> context.put(SENT, type));
        headers.remove(HttpHeaders.CONTENT_TYPE);
    }

    /**
     * Runs when the end point is known.
     *
     * @throws ProblemException with 406 or 415
     * @throws InvalidMessageException if there is no such query parameter
     */
    @ServerRequestFilter
    public void check(ContainerRequestContext request, ResourceInfo endPoint) {
        Method method = endPoint.getResourceMethod();
        declared(method, Produces.class, Produces::value).ifPresent(types -> {
            current.getCurrent().put(Compression.VARIES_BY_ACCEPT, true);
            choose(types);
        });
        declared(method, Consumes.class, Consumes::value)
                .ifPresent(types -> checkBody(types, request.getHeaderString(HttpHeaders.CONTENT_ENCODING)));
        parameters
                .computeIfAbsent(method, DeclaredParameters::new)
                .check(request.getUriInfo().getQueryParameters());
    }

    /**
     * The media type that the client prefers.
     *
     * @param offered media types; the first is the default
     * @throws ProblemException with 406 if it accepts none
     */
    public String choose(List<String> offered) {
        AcceptedTypes accepted = current.getCurrent().get(ACCEPTED);
        return accepted.best(offered)
                .orElseThrow(() -> ProblemException.notAcceptable(
                        new InvalidMessageException(HttpHeaders.ACCEPT, accepted, String.join(" or ", offered))));
    }

    /** The media type of the request's body in lower case, without parameters; empty if the client does not say it. */
    public Optional<String> bodyType() {
        return Optional.<String>ofNullable(current.getCurrent().get(SENT))
                .map(header -> HeaderElements.split(header, ';').get(0).toLowerCase(Locale.ROOT))
                .filter(type -> !type.isEmpty());
    }

    private void checkBody(List<String> allowed, String coding) {
        if (coding != null && !coding.isBlank() && !coding.strip().equalsIgnoreCase("identity")) {
            throw ProblemException.encoded(coding);
        }
        bodyType().filter(type -> !allowed.contains(type)).ifPresent(type -> {
            throw ProblemException.unsupported(type, allowed);
        });
    }

    private static <A extends Annotation> Optional<List<String>> declared(
            Method method, Class<A> annotation, Function<A, String[]> value) {
        return Optional.ofNullable(method.getAnnotation(annotation))
                .or(() -> Optional.ofNullable(method.getDeclaringClass().getAnnotation(annotation)))
                .map(value)
                .map(Arrays::asList);
    }
}
