package org.dcgan.imports;

/**
 * A file that an import left out.
 *
 * @param path within the folder or archive that was given
 * @param reason why
 */
public record SkippedFile(String path, String reason) {}
