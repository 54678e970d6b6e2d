package org.dcgan.store;

/**
 * All bytes of an object, and its entity tag when they were read.
 *
 * @param etag as in {@link ObjectStat}
 */
public record TaggedBytes(String etag, byte[] bytes) {}
