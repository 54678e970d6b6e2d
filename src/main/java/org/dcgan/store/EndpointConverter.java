package org.dcgan.store;

import java.net.URI;
import org.eclipse.microprofile.config.spi.Converter;

/** Reads the URL of an S3 server: scheme, host and port, and nothing that names a bucket. */
public final class EndpointConverter implements Converter<URI> {
    private static final long serialVersionUID = 1;

    /** @throws IllegalArgumentException if the text is no such URL */
    @Override
    public URI convert(String text) {
        if (!text.matches("https?://[^/?#@\\s]+/?")) {
            throw new IllegalArgumentException("takes http://HOST:PORT or https://HOST:PORT, was " + text);
        }
        return URI.create(text);
    }
}
