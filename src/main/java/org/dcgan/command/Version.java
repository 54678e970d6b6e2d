package org.dcgan.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of this program and its commit, as written by Maven. */
final class Version {
    private static final String FILE = "version.properties";

    private Version() {}

    /** As in {@code dcgan-pipeline 1.0.0 (commit 330bc4b…)}; the commit is "unknown" if the sources were no git clone. */
    static String text() {
        Properties built = new Properties();
        try (InputStream file = Version.class.getResourceAsStream(FILE)) {
            built.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + FILE, e);
        }
        return "dcgan-pipeline %s (commit %s)".formatted(built.getProperty("version"), built.getProperty("commit"));
    }
}
