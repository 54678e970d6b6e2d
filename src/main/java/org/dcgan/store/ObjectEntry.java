package org.dcgan.store;

/**
 * An object as a listing shows it.
 *
 * @param key its whole key
 * @param size in bytes
 * @param etag the entity tag, without quotes: other content, another tag; empty where the server has none
 */
public record ObjectEntry(String key, long size, String etag) {}
