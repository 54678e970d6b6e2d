package org.dcgan.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Decides which answers are compressed for clients that accept it: whole texts of at least 1 KiB. {@link MarkedCompressor} compresses
 * what is marked with {@code gzip}. Event streams are not compressed, so that each event goes out at once. All responses of a path
 * have the same {@code Vary} header, whatever their status.
 */
@Singleton
final class Compression {
    /** Key in a request's context that is set if the response depends on the {@code Accept} header. */
    static final String VARIES_BY_ACCEPT = "varies by accept";

    /** Runs before everything that may answer. */
    private static final int FIRST = 2_000;

    private static final int LEAST_BYTES = 1_024;
    private static final String GZIP = "gzip";
    /** Paths whose text is always longer than {@link #LEAST_BYTES}. */
    private static final Set<String> LONG = Set.of("/q/metrics", "/q/openapi");

    private static final Pattern TEXT = Pattern.compile("text/(?!event-stream).+|application/(.+\\+)?(json|xml|yaml)"
            + "|application/(javascript|openmetrics-text)|image/svg\\+xml");

    void register(@Observes Filters filters) {
        filters.register(Compression::watch, FIRST);
    }

    private static void watch(RoutingContext context) {
        MarkedCompressor.install(context.request());
        context.addHeadersEndHandler(nothing -> decide(context));
        context.next();
    }

    private static void decide(RoutingContext context) {
        MultiMap request = context.request().headers();
        HttpServerResponse response = context.response();
        MultiMap headers = response.headers();
        boolean isHead = context.request().method().equals(HttpMethod.HEAD);
        boolean isText = isText(headers.get(HttpHeaders.CONTENT_TYPE), isHead);
        headers.add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        if (context.get(VARIES_BY_ACCEPT) != null) {
            headers.add(HttpHeaders.VARY, HttpHeaders.ACCEPT);
        }
        listOnce(headers, HttpHeaders.VARY);
        headers.remove(HttpHeaders.CONTENT_ENCODING);
        boolean isPart = response.getStatusCode() == Status.PARTIAL_CONTENT.getStatusCode();
        if (!isText || isPart || !isLong(headers.get(HttpHeaders.CONTENT_LENGTH), context) || !acceptsGzip(request)) {
            headers.set(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY);
            return;
        }
        String tag = headers.get(HttpHeaders.ETAG);
        if (tag != null && tag.startsWith("\"")) {
            headers.set(
                    HttpHeaders.ETAG, "W/" + tag); // a weak tag, because the bytes differ from the uncompressed ones
        }
        headers.set(HttpHeaders.CONTENT_ENCODING, GZIP);
        if (isHead) { // same headers as for a GET
            headers.remove(HttpHeaders.CONTENT_LENGTH);
        }
    }

    /** A HEAD request for the page's files gives no type. */
    private static boolean isText(String type, boolean isHead) {
        return type == null
                ? isHead
                : TEXT.matcher(HeaderElements.split(type, ';').get(0).toLowerCase(Locale.ROOT))
                        .matches();
    }

    /** A chunked response has no length, nor has the response to HEAD for content that would have to be generated first. */
    private static boolean isLong(String length, RoutingContext context) {
        if (length == null) {
            return !context.request().method().equals(HttpMethod.HEAD) || LONG.contains(context.normalizedPath());
        }
        return Long.parseLong(length) >= LEAST_BYTES;
    }

    private static boolean acceptsGzip(MultiMap headers) {
        Map<String, Double> weights = headers.getAll(HttpHeaders.ACCEPT_ENCODING).stream()
                .flatMap(header -> HeaderElements.split(header, ',').stream())
                .map(element -> HeaderElements.split(element, ';'))
                .collect(Collectors.toMap(Compression::coding, Weight::of, (first, again) -> first));
        return weights.getOrDefault(GZIP, weights.getOrDefault("*", 0.0)) > 0;
    }

    /** {@code x-gzip} is the old name of {@code gzip}. */
    private static String coding(List<String> parts) {
        String name = parts.get(0).toLowerCase(Locale.ROOT);
        return name.equals("x-" + GZIP) ? GZIP : name;
    }

    /** Merges several headers into one, with each element once. */
    private static void listOnce(MultiMap headers, CharSequence name) {
        Set<String> elements = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        headers.getAll(name).forEach(header -> elements.addAll(HeaderElements.split(header, ',')));
        if (!elements.isEmpty()) {
            headers.set(name, String.join(", ", elements));
        }
    }
}
