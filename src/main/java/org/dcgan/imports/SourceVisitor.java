package org.dcgan.imports;

import java.io.IOException;

/** Visits the files to import, one after the other. */
interface SourceVisitor {
    void visit(SourceFile file) throws IOException;

    /** Called for a file that cannot be read. */
    void skip(String path, String reason) throws IOException;
}
