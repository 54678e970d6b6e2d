package org.dcgan.sampler;

import java.util.function.Function;

/**
 * A form in which something can be answered.
 *
 * @param type its media type
 * @param content makes it
 */
record Representation(String type, Function<LoadedCheckpoint, byte[]> content) {
    static final String PNG = "image/png";
    static final String GIF = "image/gif";
    static final String NPY = "application/x-npy";
}
