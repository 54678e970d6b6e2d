package org.dcgan.store;

/**
 * An object as a listing shows it.
 *
 * @param key its whole key
 * @param size in bytes
 */
public record ObjectEntry(String key, long size) {}
