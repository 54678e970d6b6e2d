package org.dcgan.http;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The media types that a client accepts, by its {@code Accept} headers. Unreadable parts are ignored. */
final class AcceptedTypes {
    private final List<MediaRange> ranges;

    private AcceptedTypes(List<MediaRange> ranges) {
        this.ranges = ranges;
    }

    /** Reads all {@code Accept} headers of a request. If nothing can be read, everything is accepted. */
    static AcceptedTypes of(Collection<String> headers) {
        return new AcceptedTypes(headers.stream()
                .flatMap(header -> HeaderElements.split(header, ',').stream())
                .flatMap(element -> MediaRange.parse(element).stream())
                .toList());
    }

    /**
     * The type that the client prefers, the first if several are equal; empty if it accepts none of them.
     *
     * @param offered media types in lower case, without parameters
     */
    Optional<String> best(List<String> offered) {
        return offered.stream()
                .filter(type -> weight(type) > 0)
                .reduce((best, next) -> weight(next) > weight(best) ? next : best);
    }

    /** The weight of the most specific range. */
    private double weight(String mediaType) {
        if (ranges.isEmpty()) {
            return 1;
        }
        return ranges.stream()
                .filter(range -> range.match(mediaType) > 0)
                .max(Comparator.<MediaRange>comparingInt(range -> range.match(mediaType))
                        .thenComparing(MediaRange::weight))
                .map(MediaRange::weight)
                .orElse(0.0);
    }

    /** A normalised {@code Accept} header; empty if everything is accepted. */
    @Override
    public String toString() {
        return ranges.stream().map(MediaRange::toString).collect(Collectors.joining(", "));
    }
}
