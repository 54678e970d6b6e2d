package org.dcgan.imports;

import java.io.IOException;
import java.io.InputStream;

/**
 * A file among those that are imported, in a folder or an archive.
 *
 * @param root which of the given paths it was found under, from 0; those that are given as single files have one number
 * @param path under that, with slashes
 * @param content opens it
 */
record SourceFile(int root, String path, Content content) {
    /** Opens the file; can be done several times. */
    interface Content {
        InputStream open() throws IOException;
    }

    InputStream open() throws IOException {
        return content.open();
    }

    /** Without the file's name; empty at the top. */
    String folder() {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    /** Whether the system keeps it beside people's files. */
    boolean isHidden() {
        return ("/" + path).contains("/.")
                || ("/" + path).contains("/__MACOSX/")
                || path.endsWith("Thumbs.db")
                || path.endsWith("desktop.ini");
    }
}
