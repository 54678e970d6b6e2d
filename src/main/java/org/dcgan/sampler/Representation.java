package org.dcgan.sampler;

import java.util.function.Function;

/**
 * A representation in which a response can be sent.
 *
 * @param type its media type
 * @param content produces it
 */
record Representation(String type, Function<LoadedCheckpoint, byte[]> content) {
    static final String PNG = "image/png";
    static final String GIF = "image/gif";
    static final String NPY = "application/x-npy";
}
