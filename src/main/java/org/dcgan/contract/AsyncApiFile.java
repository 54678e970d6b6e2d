package org.dcgan.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the description of the topics to a file; the build runs it. */
final class AsyncApiFile {
    private AsyncApiFile() {}

    /** @param arguments the file, and the version of the pipeline */
    public static void main(String[] arguments) throws IOException {
        Files.writeString(Path.of(arguments[0]), AsyncApi.json(AsyncApi.document(arguments[1])) + "\n");
    }
}
