package org.dcgan.imports;

import java.io.IOException;
import java.io.InputStream;

/**
 * A file among those that are imported, in a folder or an archive.
 *
 * @param root index of the given path that it was found under, from 0; all single files share one index
 * @param path under that, with slashes
 * @param content opens it
 */
record SourceFile(int root, String path, Content content) {
    /** Opens the file; may be called several times. */
    interface Content {
        InputStream open() throws IOException;
    }

    InputStream open() throws IOException {
        return content.open();
    }

    /** The path without the file's name; empty at the top. */
    String folder() {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    /** Whether it is an operating system's own file. */
    boolean isHidden() {
        return ("/" + path).contains("/.")
                || ("/" + path).contains("/__MACOSX/")
                || path.endsWith("Thumbs.db")
                || path.endsWith("desktop.ini");
    }
}
