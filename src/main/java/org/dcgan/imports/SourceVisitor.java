package org.dcgan.imports;

import java.io.IOException;

/** Is shown the files that are imported, one after the other. */
interface SourceVisitor {
    void visit(SourceFile file) throws IOException;

    /** Is told of one that cannot be read. */
    void skip(String path, String reason) throws IOException;
}
