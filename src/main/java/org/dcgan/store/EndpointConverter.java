package org.dcgan.store;

import java.net.URI;
import org.eclipse.microprofile.config.spi.Converter;

/** Reads the URL of an S3 server: scheme, host (IPv6 in brackets) and port, and nothing that names a bucket. */
public final class EndpointConverter implements Converter<URI> {
    private static final long serialVersionUID = 1;

    /** @throws IllegalArgumentException if the URL is invalid */
    @Override
    public URI convert(String text) {
        if (!text.matches("https?://(\\[[0-9A-Za-z:.%]+]|[^/?#@:\\[\\]\\s]+)(:\\d{1,5})?/?")) {
            throw new IllegalArgumentException(
                    "takes http://HOST:PORT or https://HOST:PORT, an IPv6 address in brackets, was " + text);
        }
        return URI.create(text);
    }
}
