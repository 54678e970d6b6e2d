package org.dcgan.store;

import java.time.Instant;
import java.util.Optional;
import okhttp3.Headers;

/**
 * What the store knows about an object besides its bytes.
 *
 * @param size in bytes
 * @param etag the entity tag, without quotes: other content, another tag; empty where the server has none
 * @param contentType the media type it was stored with
 * @param storedAt when its bytes were stored last, to the second
 */
public record ObjectStat(long size, String etag, String contentType, Instant storedAt) {
    static ObjectStat of(Headers headers) {
        String range = headers.get("Content-Range"); // bytes 0-99/1234
        String size = range == null ? headers.get("Content-Length") : range.substring(range.indexOf('/') + 1);
        String etag = Optional.ofNullable(headers.get("ETag")).orElse("").replace("\"", "");
        Instant storedAt = headers.getInstant("Last-Modified");
        return new ObjectStat(Long.parseLong(size), etag, headers.get("Content-Type"), storedAt);
    }
}
