package org.dcgan.dataset;

import com.google.common.hash.Hashing;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;

/**
 * A data set file included in the program.
 *
 * @param path its absolute path on the class path
 * @param sha256 its checksum in lower-case hexadecimal
 */
record BundledFile(String path, String sha256) {
    /** An IDX file, see {@link #bytes}. */
    IdxFile open() throws IOException {
        return new IdxFile(path, new ByteArrayInputStream(bytes()));
    }

    /** Reads the whole file and checks that it is the one that was published. */
    byte[] bytes() throws IOException {
        try (InputStream in = BundledFile.class.getResourceAsStream("/" + path)) {
            if (in == null) {
                throw new FileNotFoundException(path + " is missing from the class path");
            }
            byte[] bytes = in.readAllBytes();
            String found = Hashing.sha256().hashBytes(bytes).toString();
            if (!found.equals(sha256)) {
                throw new MalformedDatasetException(path, "SHA-256 " + found, sha256);
            }
            return bytes;
        }
    }
}
