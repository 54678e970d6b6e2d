package org.dcgan.store;

/**
 * An object in a listing.
 *
 * @param key its full key
 * @param size in bytes
 * @param etag the entity tag, without quotes: other content, another tag; empty where the server has none
 */
public record ObjectEntry(String key, long size, String etag) {}
