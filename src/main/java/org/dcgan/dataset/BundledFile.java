package org.dcgan.dataset;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A data set file that travels with the program.
 *
 * @param path where it lies on the class path, from the root
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
            String found = HexFormat.of().formatHex(newSha256().digest(bytes));
            if (!found.equals(sha256)) {
                throw new MalformedDatasetException(path, "SHA-256 " + found, sha256);
            }
            return bytes;
        }
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
